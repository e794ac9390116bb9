using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Puts bulk operations into a state in which they stay. The caller holds the shop's lock.</summary>
internal static class BulkEnd
{
    /// <param name="resultBytes">Size of what can be fetched; 0 when there is nothing.</param>
    public static void Settle(DemoShop shop, long id, BulkStatus status, BulkErrorCode? error, long resultBytes)
    {
        if (shop.Content.BulkOperation(id) is not { IsSettled: false } operation) return;
        var now = shop.Clock.GetUtcNow();
        shop.Commit(new ShopChange
        {
            BulkOperation = operation with
            {
                Status = status,
                ErrorCode = error,
                CompletedAt = status is BulkStatus.Completed or BulkStatus.Expired ? now : null,
                SettledAt = now,
                FileSize = resultBytes,
                ResultKey = resultBytes > 0 && status != BulkStatus.Expired ? $"{shop.NextRequestId():n}{shop.NextRequestId():n}" : null,
            },
        });
    }

    /// <summary>
    /// Operations that were running when the process ended: they failed, and what they had written can be fetched. A line that took effect
    /// may be missing there, as Shopify's partial results may miss some.
    /// </summary>
    public static void FailInterrupted(DemoShop shop)
    {
        foreach (var operation in shop.Content.BulkOperations.Where(o => !o.IsSettled).ToList())
        {
            var (lines, bytes) = operation.Upload is null ? (0, 0) : CompleteLines(shop.Files.Results(operation));
            shop.Content.Progress(operation with { ObjectCount = Math.Max(operation.ObjectCount, lines) });
            Settle(shop, operation.Id, BulkStatus.Failed, BulkErrorCode.InternalServerError, bytes);
        }
    }

    /// <summary>Cuts off a line that was not finished.</summary>
    private static (int Lines, long Bytes) CompleteLines(string path)
    {
        if (!File.Exists(path)) return (0, 0);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var buffer = new byte[1 << 16];
        var (lines, end, position) = (0, 0L, 0L);
        for (int read; (read = file.Read(buffer)) > 0; position += read)
        {
            var bytes = buffer.AsSpan(0, read);
            lines += bytes.Count((byte)'\n');
            if (bytes.LastIndexOf((byte)'\n') is >= 0 and var last) end = position + last + 1;
        }

        file.SetLength(end);
        return (lines, end);
    }
}
