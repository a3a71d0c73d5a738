using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Oss.Api.Authentication;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Secrets;
using Oss.Domain.Webhooks;
using Oss.MailEngine;
using Oss.Web;

namespace Oss.Api.Hosting;

/// <summary>Whether the settings that are given are ones that there are, each of its kind: whoever misspells the one that closes a door believes it closed.</summary>
internal static class KnownSettings
{
    // Sections that other parts read for themselves.
    private static readonly Dictionary<string, Type> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Api"] = typeof(ApiOptions), ["Audit"] = typeof(AuditOptions), ["Console"] = typeof(ConsoleOptions), ["Domains"] = typeof(DomainOptions), ["LifeCycle"] = typeof(LifeCycleOptions), ["MasterLogin"] = typeof(MasterLoginOptions),
        ["Secrets"] = typeof(SecretsOptions), ["Webhooks"] = typeof(WebhookOptions),
    };

    /// <summary>Finds the first setting that nothing reads.</summary>
    /// <exception cref="ConfigurationException">There is one; the sentence has the name that is like it.</exception>
    public static void Ensure(IConfigurationSection oss)
    {
        foreach (var given in oss.GetChildren())
        {
            if (Parts.TryGetValue(given.Key, out var part))
                Ensure(given, part);
            else
                Ensure(given, Named(given, typeof(OssOptions), Parts.Keys).PropertyType);
        }

        var listeners = (string[])["Http", "Https", .. Enum.GetNames<MailListener>()];
        foreach (var given in oss.GetSection(nameof(OssOptions.Listen)).GetChildren().Where(given => !listeners.Contains(given.Key, StringComparer.OrdinalIgnoreCase)))
            throw Unknown(given, listeners);
    }

    private static void Ensure(IConfigurationSection given, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (TypeDescriptor.GetConverter(plain) is var converter && converter.CanConvertFrom(typeof(string)))
        {
            if (given.GetChildren().FirstOrDefault() is { } part)
                throw new ConfigurationException($"{part.Path} is no setting: {given.Path} is one value.");
            if (given.Value is { } text && !(text.Length == 0 && plain != type) && !IsOf(converter, text))
                throw new ConfigurationException($"{given.Path} is '{text}'; it takes {KindOf(plain)}.");
        }
        else if (ElementOf(type) is { } element)
        {
            foreach (var one in given.GetChildren())
                Ensure(one, element);
        }
        else
        {
            foreach (var one in given.GetChildren())
                Ensure(one, Named(one, type, []).PropertyType);
        }
    }

    private static bool IsOf(TypeConverter converter, string text)
    {
        try
        {
            return converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time like 04:00:00, or 5.00:00:00 for days"
        : "a number";

    // Of a list what it is of, of a dictionary what its names stand for.
    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType() : typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[^1] : null;

    private static PropertyInfo Named(IConfigurationSection given, Type type, IEnumerable<string> others)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite || ElementOf(property.PropertyType) is not null).ToList();
        return properties.FirstOrDefault(property => property.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(given, [.. properties.Select(property => property.Name), .. others]);
    }

    private static ConfigurationException Unknown(IConfigurationSection given, IReadOnlyList<string> known)
    {
        var above = given.Path[..^given.Key.Length];
        var like = known.MinBy(name => Distance(name, given.Key))!;
        return new ConfigurationException(Distance(like, given.Key) <= 1 + (given.Key.Length / 4)
            ? $"{given.Path} is no setting; did you mean {above}{like}?"
            : $"{given.Path} is no setting; below {above.TrimEnd(':')} there are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    // How many letters are other, too many or missing.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, left) = (row[j], Math.Min(Math.Min(row[j], left) + 1, diagonal + same));
                row[j] = left;
            }
        }

        return row[^1];
    }
}
