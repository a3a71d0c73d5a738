using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Demo;
using Oss.Domain.Demo.Sample;

namespace Oss.Api.CommandLine;

/// <summary><c>oss sample</c>: fills an empty database with customers that do not exist.</summary>
internal static class SampleCommand
{
    private const int DefaultMailboxes = 500_000;

    public static Command Create(Terminal terminal)
    {
        var mailboxes = Number("--mailboxes", "Mailboxes.", DefaultMailboxes);
        var addresses = new Option<int?>("--addresses") { Description = "Addresses of every kind; without it, four for each mailbox.", HelpName = "N" };
        var orders = new Option<int?>("--orders") { Description = "Orders of the past; without it, one for every fifth mailbox.", HelpName = "N" };
        var seed = Number("--seed", "What the spread is drawn from: the same numbers give the same platform.", 1);
        return terminal.Runs(
            new VerbCommand(
                "sample", "Fills an empty database with customers that do not exist, to see what a machine can carry. Their password is demo-mailbox; no mailbox has a tree on a volume.",
                "oss sample --mailboxes 500000 --Oss:Database:Provider=MySql '--Oss:Database:ConnectionString=Server=127.0.0.1;Database=sample;User=oss;Password=…'") { mailboxes, addresses, orders, seed },
            async (parsed, platform, cancellationToken) =>
            {
                var usual = SampleSize.Of(parsed.GetValue(mailboxes));
                var size = new SampleSize(usual.Mailboxes, parsed.GetValue(addresses) ?? usual.Addresses, parsed.GetValue(orders) ?? usual.Orders, parsed.GetValue(seed));
                var clock = Stopwatch.StartNew();
                using (var bar = new ProgressBar(terminal.Errors, terminal.IsWatched(parsed), size.Mailboxes))
                    await platform.Get<SeedSample>().ExecuteAsync(size, new Shown(bar), cancellationToken);
                platform.Answer.Say(size, string.Create(
                    CultureInfo.InvariantCulture, $"{size.Mailboxes:N0} mailboxes, {size.Addresses:N0} addresses and {size.Orders:N0} orders in {clock.Elapsed:m\\:ss} minutes."));
                return ExitCodes.Done;
            });
    }

    private static Option<int> Number(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} is a number of 1 or more.");
        });
        return option;
    }

    // Progress<T> would draw on whatever thread is free, in any order.
    private sealed class Shown(ProgressBar bar) : IProgress<int>
    {
        public void Report(int value) => bar.Show(value, string.Create(CultureInfo.InvariantCulture, $"{value:N0} mailboxes"));
    }
}
