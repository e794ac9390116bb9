namespace BulkPush.Core.Jobs;

/// <summary>Where a store's push stands among those of its store, as people and the API see it.</summary>
/// <param name="Before">Whom it waits for, the one whose turn it is first; none when it runs.</param>
/// <param name="Behind">Who waits for it, the next one first.</param>
public sealed record StoreLineView(IReadOnlyList<LinePush> Before, IReadOnlyList<LinePush> Behind)
{
    /// <param name="line">The store's line.</param>
    /// <returns>Null when nobody else is there, or the push is in no line.</returns>
    internal static StoreLineView? Of(StorePush push, IEnumerable<StorePush> line)
    {
        var all = line.ToList();
        var place = all.FindIndex(p => p.Id == push.Id);
        return place < 0 || all.Count == 1 ? null : new(all[..place].ConvertAll(LinePush.Of), all[(place + 1)..].ConvertAll(LinePush.Of));
    }
}

/// <summary>Another push of the store, as one names it.</summary>
/// <param name="Processed">How far it is in this store, in products.</param>
/// <param name="IsAhead">Whether it asked to go first.</param>
/// <param name="IsInFiles">Whether it is sent in files: it gives way between them.</param>
public sealed record LinePush(Guid JobId, string RequestedBy, int Processed, int Total, bool IsRunning, bool IsAhead, bool IsInFiles)
{
    internal static LinePush Of(StorePush push) => new(
        push.JobId, push.Job!.RequestedBy, push.Progress.Processed, push.Progress.Total, push.Status == StorePushStatus.Running, push.IsAhead, push.Strategy == PushStrategy.Bulk);
}
