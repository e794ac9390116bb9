using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;

namespace BulkPush.Web.Display;

/// <summary>Addresses of our pages, from the root.</summary>
public static class PageAddress
{
    public const string Products = "/products";
    public const string BulkPush = "/products/bulk-push";
    public const string History = "/products/history";
    public const string InventoryMapping = "/inventory-mapping";
    public const string Schedules = "/schedules";
    public const string NewSchedule = "/schedules/new";
    public const string Stores = "/stores";
    public const string NewStore = "/stores/new";

    public const string Notifications = "/notifications";
    public const string NewTarget = "/notifications/targets/new";

    public static string Target(Guid id) => $"/notifications/targets/{id}";

    /// <summary>The log of deliveries, filtered.</summary>
    public static string DeliveriesOf(Guid? targetId, DeliveryStatus? status, Guid? jobId, int page)
    {
        var query = new List<string>();
        if (targetId is { } target)
            query.Add($"target={target}");
        if (status is { } wanted)
            query.Add($"status={wanted.ToString().ToLowerInvariant()}");
        if (jobId is { } job)
            query.Add($"job={job}");
        if (page > 0)
            query.Add($"page={page + 1}");
        return query.Count == 0 ? Notifications : $"{Notifications}?{string.Join('&', query)}";
    }

    public static string Product(long id) => $"/products/{id}";

    public static string Store(Guid id) => $"/stores/{id}";

    public static string Schedule(Guid id) => $"/schedules/{id}";

    /// <summary>The page that makes a schedule of what the bulk push page shows.</summary>
    /// <param name="selection">As in <see cref="BulkPushOf"/>; empty for the whole catalogue.</param>
    /// <param name="storeIds">Null for all stores.</param>
    /// <param name="told">Notification targets; null for none.</param>
    public static string NewScheduleOf(string selection, IReadOnlyCollection<Guid>? storeIds, bool isForced, PushStrategy strategy, IReadOnlyCollection<Guid>? told = null)
    {
        var query = new List<string>();
        if (selection.Length > 0)
            query.Add($"products={Uri.EscapeDataString(selection)}");
        if (storeIds is not null)
            query.Add($"stores={string.Join(',', storeIds)}");
        if (isForced)
            query.Add("force=true");
        if (strategy != PushStrategy.Auto)
            query.Add($"strategy={UrlEnum.Write(strategy)}");
        if (told is not null)
            query.Add($"told={string.Join(',', told)}");
        return query.Count == 0 ? NewSchedule : $"{NewSchedule}?{string.Join('&', query)}";
    }

    public static string Job(Guid id) => $"/products/bulk-push/{id}";

    /// <summary>The results of a push, filtered.</summary>
    public static string JobItems(Guid id, PushItemOutcome? outcome, Guid? storeId, bool isUnpublished = false)
    {
        var query = new List<string>();
        if (outcome is { } wanted)
            query.Add($"outcome={wanted.ToString().ToLowerInvariant()}");
        if (storeId is { } store)
            query.Add($"store={store}");
        if (isUnpublished)
            query.Add("unpublished=true");
        return query.Count == 0 ? Job(id) : $"{Job(id)}?{string.Join('&', query)}";
    }

    public static string BulkPushOf(string selection) => $"{BulkPush}?products={Uri.EscapeDataString(selection)}";

    public static string HistoryOf(BulkPushJobStatus? status, int page)
    {
        var query = new List<string>();
        if (status is { } wanted)
            query.Add($"status={wanted.ToString().ToLowerInvariant()}");
        if (page > 0)
            query.Add($"page={page + 1}");
        return query.Count == 0 ? History : $"{History}?{string.Join('&', query)}";
    }
}
