using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What is said about a pause.</summary>
public static class PauseText
{
    /// <summary>Who paused a store's push, when, and what that means; null when nobody did.</summary>
    public static string? For(StorePushView store, TimeZoneInfo zone) => store switch
    {
        { PausedBy: not { } } or { PausedAt: not { } } => null,
        { Status: StorePushStatus.Paused, PausedBy: { } by, PausedAt: { } at } =>
            $"Paused by {by}, {Moments.Exact(at, zone)}. What is done stays; the rest waits until it is resumed, and the store is free for other pushes.",
        { IsPauseRequested: true, PausedBy: { } by, PausedAt: { } at } => $"Pause asked for by {by}, {Moments.Exact(at, zone)}: what is under way ends first.",
        _ => null,
    };

    /// <summary>Why a push was not paused or resumed.</summary>
    public static string Obstacle(PauseResult result) => result switch
    {
        PauseResult.Refused refused => refused.Reason,
        PauseResult.Busy busy => BusyStores.Sentence(busy.StoreNames),
        PauseResult.TooLargeToGoAhead large => BusyStores.TooLarge(large.Store, large.Products, large.Limit),
        PauseResult.NotFound => "There is no such push any more.",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
