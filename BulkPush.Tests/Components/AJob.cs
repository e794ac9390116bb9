using BulkPush.Core.Jobs;

namespace BulkPush.Tests.Components;

/// <summary>Readings of a push, as a page gets them.</summary>
internal static class AJob
{
    public static readonly Guid Id = new("0197a000-0000-7000-8000-000000000001");

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 59, 0, TimeSpan.Zero);

    public static JobProgress With(BulkPushJobStatus status, params StorePushView[] stores) => new(
        Id,
        status,
        Error: null,
        RequestedBy: "anna@example.com",
        IsCancelRequested: false,
        PushScope.Everything,
        CreatedAt: Start,
        StartedAt: Start,
        FinishedAt: status is BulkPushJobStatus.Pending or BulkPushJobStatus.Running ? null : Start.AddSeconds(80),
        stores);

    public static JobProgress Running(params StorePushView[] stores) => With(BulkPushJobStatus.Running, stores);

    public static JobProgress Completed(params StorePushView[] stores) => With(BulkPushJobStatus.Completed, stores);

    public static StorePushView Store(string name, StorePushStatus status, StorePushProgress progress, string? error = null)
    {
        var id = new Guid(name.Length, 0, 0, [.. name.PadRight(8)[..8].Select(c => (byte)c)]);
        return new StorePushView(id, id, name, status, error, Start, status is StorePushStatus.Pending or StorePushStatus.Running ? null : Start.AddSeconds(80), progress);
    }

    public static StorePushView RunningStore(int done, int total) =>
        Store("North", StorePushStatus.Running, new StorePushProgress { Total = total, Created = done, Phase = "Pushing" });

    public static StorePushView CompletedStore(int total) => Store("North", StorePushStatus.Completed, new StorePushProgress { Total = total, Created = total });

    public static PushItemError Error(long productId, string title, string message = "Price must be greater than or equal to 0") =>
        new(productId, $"product-{productId}", title, "INVALID", "variants.0.price", message);
}
