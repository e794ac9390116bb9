namespace BulkPush.Core.Jobs;

/// <summary>What a push shall do in stores where another one waits or runs. In the others it begins at once.</summary>
public enum WhenBusy
{
    /// <summary>Nothing is started; the answer names the push that is in the way.</summary>
    Refuse,

    /// <summary>It waits behind what is there.</summary>
    Queue,

    /// <summary>It goes before what is there: a running push gives way and goes on afterwards. Only for a small one (<see cref="QueueingOptions.AheadUpTo"/>).</summary>
    Ahead,
}
