using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What is said about a push that waits for others of its store, or that others wait for.</summary>
public static class LineText
{
    /// <summary>"Next in line", "3rd in line": how many turns there are before its own; null when it does not wait.</summary>
    public static string? Place(StorePushView store) => store switch
    {
        { Status: not StorePushStatus.Pending } => null,
        { Line.Before.Count: 1 } => "Next in line",
        { Line.Before.Count: > 1 and var before } => $"{Amounts.Count(before)} pushes are before it",
        _ => null,
    };

    /// <summary>How far the push is that is waited for: "120 of 300 products done".</summary>
    public static string Stand(LinePush push) => push switch
    {
        { IsRunning: true } => $"{Amounts.Count(push.Processed)} of {Amounts.Of(push.Total, "product")} done",
        { Processed: > 0 } => $"waits itself, {Amounts.Count(push.Processed)} of {Amounts.Of(push.Total, "product")} done",
        _ => $"waits itself, {Amounts.Of(push.Total, "product")}",
    };

    /// <summary>Why a push that goes first has to wait all the same; null when it does not go first.</summary>
    public static string? Patience(StoreLineView line, bool isAhead) => line.Before switch
    {
        [{ IsRunning: true, IsInFiles: true, IsAhead: false }, ..] when isAhead => "It begins when Shopify is through with the files that it has.",
        _ => null,
    };
}
