using BulkPush.Core.Jobs;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>What is said once when a push ends before somebody's eyes.</summary>
public sealed record JobAnnouncement(string Text, Severity Severity)
{
    /// <summary>The announcement for the change from one reading to the next; null when the push did not just end.</summary>
    /// <param name="before">Null on the first reading: what was over before is no news, unless the reader has only just started it.</param>
    public static JobAnnouncement? For(JobProgress? before, JobProgress now, bool isJustStarted = false)
    {
        var wasOver = before?.IsFinal ?? !isJustStarted;
        if (wasOver || !now.IsFinal)
            return before is null ? null : OfBreaker(before, now);

        var share = PushShare.Of(now);
        return now.Status switch
        {
            BulkPushJobStatus.Completed when now.HasFailures => new(WithErrors(now, share), Severity.Warning),
            BulkPushJobStatus.Completed when now.IsPartial => new(
                $"Push completed in part: {Amounts.Count(share.Pushed)} of {ProductCount.Of(share.Total, now.Stores.Count)} are in place, {Amounts.Of(now.Stores.Count(s => s.Status == StorePushStatus.Cancelled), "store")} cancelled.",
                Severity.Info),
            BulkPushJobStatus.Completed when now.Deferred > 0 => new(
                $"Push completed: {Amounts.Count(share.Pushed)} of {ProductCount.Of(share.Total, now.Stores.Count)} are in place, {Amounts.Count(now.Deferred)} wait for Shopify's limit on new variants.",
                Severity.Info),
            BulkPushJobStatus.Completed when JobFacts.IsAllUnchanged(now) => new("Everything was up to date: nothing was sent.", Severity.Success),
            BulkPushJobStatus.Completed => new($"Push completed: {ProductCount.Of(share.Total, now.Stores.Count)} in {Amounts.Of(now.Stores.Count, "store")}.", Severity.Success),
            BulkPushJobStatus.Cancelled => new($"Push cancelled after {Amounts.Count(share.Done)} of {ProductCount.Of(share.Total, now.Stores.Count)}.", Severity.Info),
            _ => new(Failure(now), Severity.Error),
        };
    }

    /// <summary>Stores that the circuit breaker has just paused, or let go on.</summary>
    private static JobAnnouncement? OfBreaker(JobProgress before, JobProgress now)
    {
        var halted = Changed(store => store.Halt is null, store => store.Halt is not null);
        var goingOn = Changed(store => store.Halt is not null, store => store.Status is StorePushStatus.Pending or StorePushStatus.Running);
        return halted.Count > 0 ? new($"The push to {Names.All(halted)} is paused by a fault. Its card says why and what comes next.", Severity.Error)
            : goingOn.Count > 0 ? new($"The push to {Names.All(goingOn)} goes on.", Severity.Info)
            : null;

        List<string> Changed(Func<StorePushView, bool> was, Func<StorePushView, bool> isNow) =>
            [.. now.Stores.Where(isNow).Where(store => before.Stores.Any(b => b.StorePushId == store.StorePushId && was(b))).Select(store => store.StoreName)];
    }

    // The reasons are on the page, and too long for a moment's notice.
    private static string Failure(JobProgress now) => now.Stores.Where(s => s.Status == StorePushStatus.Failed).Select(s => s.StoreName).ToList() switch
    {
        [] => "Push failed.",
        [var only] => $"Push failed in {only}.",
        { Count: var count } => $"Push failed in {Amounts.Of(count, "store")}.",
    };

    private static string WithErrors(JobProgress now, PushShare share)
    {
        var failedStores = now.Stores.Count(s => s.Status == StorePushStatus.Failed);
        var stores = failedStores == 0 ? "" : $", {Amounts.Of(failedStores, "store")} stopped";
        return $"Push completed with errors: {Amounts.Count(share.Pushed)} of {ProductCount.Of(share.Total, now.Stores.Count)} are in place, {Amounts.Count(share.Failed)} failed{stores}.";
    }
}
