using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>How far a push has come, in products. A skipped product was not done, so a cancelled push never looks complete.</summary>
/// <param name="Deferred">Products that wait for a store's limit on new variants: nothing more can be done about them in this push.</param>
/// <param name="UnderWay">Products that Shopify says it has worked through and whose outcome is not read yet: shown apart, and never counted as done.</param>
public sealed record PushShare(int Total, int Created, int Updated, int Unchanged, int Failed, int Deferred = 0, int UnderWay = 0)
{
    public static PushShare Of(JobProgress job) => new(job.Total, job.Created, job.Updated, job.Unchanged, job.Failed, job.Deferred, job.UnderWay);

    public static PushShare Of(StorePushProgress store) => new(store.Total, store.Created, store.Updated, store.Unchanged, store.Failed, store.Deferred, store.UnderWay);

    public static PushShare Of(BulkPushTotals totals) => new(totals.Total, totals.Created, totals.Updated, totals.Unchanged, totals.Failed, totals.Deferred);

    public int Done => Created + Updated + Unchanged + Failed + Deferred;

    public int Pushed => Created + Updated + Unchanged;

    /// <summary>Whole percent, rounded down: 100 only when every product is done; 0 while the total is unknown.</summary>
    public int Percent => Total <= 0 ? 0 : Done >= Total ? 100 : (int)(100L * Done / Total);

    /// <summary>Width of a part of the bar in percent of the whole.</summary>
    public double Width(int part) => Total <= 0 ? 0 : Math.Clamp(100d * part / Total, 0, 100);
}
