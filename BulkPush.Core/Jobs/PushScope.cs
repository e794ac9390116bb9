using System.Security.Cryptography;
using System.Text;

namespace BulkPush.Core.Jobs;

/// <summary>What an operator asked to push. Null lists mean "all". Stored as one JSON document.</summary>
public sealed record PushScope
{
    public IReadOnlyList<Guid>? StoreIds { get; init; }

    public IReadOnlyList<long>? ProductIds { get; init; }

    /// <summary>Sends every product in scope again, changed or not.</summary>
    public bool Force { get; init; }

    /// <summary>How products are sent.</summary>
    public PushStrategy Strategy { get; init; }

    /// <summary>Of the scope above, only what an earlier job left open; null for a push that is no retry.</summary>
    public RetryScope? Retry { get; init; }

    /// <summary>Notification targets that are told how the push goes, besides those that are told of every push; null for none.</summary>
    public IReadOnlyList<Guid>? NotifyTargetIds { get; init; }

    /// <summary>SHA-256 of what the scope means, as lower-case hexadecimal: the order and repetition of ids do not count.</summary>
    public string Fingerprint()
    {
        static string List<T>(IReadOnlyList<T>? ids) => ids is null ? "*" : string.Join(',', ids.Distinct().Order());
        var retry = Retry is { } again ? $"|{again.JobId}|{again.Outcome}|{again.IsUnpublished}" : "";
        var told = NotifyTargetIds is { Count: > 0 } ids ? $"|told:{List(ids)}" : "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{List(StoreIds)}|{List(ProductIds)}|{Force}|{Strategy}{retry}{told}")));
    }

    public static PushScope Everything { get; } = new();
}
