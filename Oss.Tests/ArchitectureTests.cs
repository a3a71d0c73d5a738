using System.Reflection;
using Shouldly;
using Xunit;

namespace Oss.Tests;

/// <summary>The house's arrows: which project may know which, and nothing else.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Oss.Domain", "")]
    [InlineData("Oss.MailEngine", "")]
    [InlineData("Oss.Web", "Oss.Domain")]
    [InlineData("Oss.Api", "Oss.Domain Oss.MailEngine Oss.Web")]
    public void Each_project_knows_only_what_the_design_allows(string project, string allowed)
    {
        var known = Assembly.Load(project).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Oss.", StringComparison.Ordinal));

        known.ShouldBeSubsetOf(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
