using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What is said about taking up what a push left open.</summary>
public static class RetryText
{
    public static string Button(int products) => $"Retry {Amounts.Of(products, "product")}";

    /// <summary>The button's name for those who do not see where it stands.</summary>
    public static string Label(int products, JobProgress job, Guid? storeId) =>
        storeId is { } id && job.Stores.FirstOrDefault(s => s.StoreId == id) is { } store ? $"{Button(products)} in {store.StoreName}" : Button(products);

    /// <summary>What a retry is of, among the facts of its job.</summary>
    public static string Scope(RetryScope retry) => (retry.IsUnpublished, retry.Outcome) switch
    {
        (true, _) => "unpublished products of an earlier push",
        (_, PushItemOutcome.Skipped) => "skipped products of an earlier push",
        (_, PushItemOutcome.Deferred) => "deferred products of an earlier push",
        _ => "failed products of an earlier push",
    };

    /// <summary>Null when nothing was left out.</summary>
    public static string? LeftOut(int products) => products switch
    {
        0 => null,
        1 => "1 product was left out: it was deleted or switched off since.",
        _ => $"{Amounts.Count(products)} products were left out: they were deleted or switched off since.",
    };

    /// <summary>Why a retry was not started.</summary>
    public static string Obstacle(StartResult result) => result switch
    {
        StartResult.AlreadyRunning running => BusyStores.Sentence(running.StoreNames),
        StartResult.TooLargeToGoAhead large => BusyStores.TooLarge(large.Store, large.Products, large.Limit),
        StartResult.NothingToPush nothing => nothing.Reason,
        StartResult.NotOver => "This push has not ended: what fails in it can be retried when it has.",
        StartResult.NoSuchJob => "There is no such push any more.",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
