using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What is said about a push that the circuit breaker has paused.</summary>
public static class HaltText
{
    /// <summary>Since when, and what happens next or has to be done; the reason stands beside it.</summary>
    public static string Next(StoreHalt halt, DateTimeOffset now, TimeZoneInfo zone) => $"Paused by BulkPush, {Moments.Ago(halt.Since, now, zone)}. " + halt switch
    {
        { ProbeAt: { } at } => $"It asks the store {In(at - now)} and goes on by itself when products are taken again{Asked(halt)}. Resume tries at once.",
        { Probes: > 0 } => $"It has asked the store {Times(halt.Probes)} and waits for you now: resume the push when the reason is gone.",
        _ => "It waits for you: resume the push when the reason is gone.",
    };

    /// <summary>What stays true meanwhile.</summary>
    public const string Meanwhile = "What is done stays, the rest waits, and the store is free for other pushes.";

    /// <summary>What the list of stores says above the reason.</summary>
    public static string ForStore(HaltedPush push) => $"A push is paused; {Amounts.Of(push.Left, "product")} left. {push.Halt.Reason}";

    /// <summary>What the history says below the state; null when no store is held back.</summary>
    public static string? ForHistory(JobSummary job) => job.HaltedStores.Count switch
    {
        0 => null,
        _ => $"in {Names.Short(job.HaltedStores)}",
    };

    private static string Asked(StoreHalt halt) => halt.Probes == 0 ? "" : $"; it was asked {Times(halt.Probes)}";

    private static string Times(int probes) => probes == 1 ? "once" : $"{Amounts.Count(probes)} times";

    private static string In(TimeSpan left) => left <= TimeSpan.Zero ? "now" : $"in {Spans.Lasted(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))}";
}
