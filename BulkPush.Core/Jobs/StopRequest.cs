namespace BulkPush.Core.Jobs;

/// <summary>What an operator asked of a push that runs.</summary>
internal enum StopRequest
{
    None,
    Pause,
    Cancel,
}
