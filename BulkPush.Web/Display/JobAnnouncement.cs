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
            return null;

        var share = PushShare.Of(now);
        var stores = Amounts.Of(now.Stores.Count, "store");
        return now.Status switch
        {
            BulkPushJobStatus.Completed when now.HasFailures => new(WithErrors(now, share), Severity.Warning),
            BulkPushJobStatus.Completed when now.Deferred > 0 => new(
                $"Push completed: {Amounts.Count(share.Pushed)} of {Amounts.Of(share.Total, "product")} are in place, {Amounts.Count(now.Deferred)} wait for Shopify's limit on new variants.",
                Severity.Info),
            BulkPushJobStatus.Completed => new($"Push completed: {Amounts.Of(share.Total, "product")} in {stores}.", Severity.Success),
            BulkPushJobStatus.Cancelled => new($"Push cancelled after {Amounts.Count(share.Done)} of {Amounts.Of(share.Total, "product")}.", Severity.Info),
            _ => new(now.Error is { Length: > 0 } error ? $"Push failed: {error}" : "Push failed.", Severity.Error),
        };
    }

    private static string WithErrors(JobProgress now, PushShare share)
    {
        var failedStores = now.Stores.Count(s => s.Status == StorePushStatus.Failed);
        var stores = failedStores == 0 ? "" : $", {Amounts.Of(failedStores, "store")} stopped";
        return $"Push completed with errors: {Amounts.Count(share.Pushed)} of {Amounts.Of(share.Total, "product")} are in place, {Amounts.Count(share.Failed)} failed{stores}.";
    }
}
