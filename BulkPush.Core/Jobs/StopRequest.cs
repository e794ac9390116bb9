namespace BulkPush.Core.Jobs;

/// <summary>Why a push that runs is to stop; what counts more has the higher number.</summary>
internal enum StopRequest
{
    None = 0,

    /// <summary>Another push of the store is to go first (<see cref="WhenBusy.Ahead"/>); it goes on afterwards.</summary>
    GiveWay = 1,

    /// <summary>An operator asked for it.</summary>
    Pause = 2,

    /// <summary>An operator asked for it.</summary>
    Cancel = 3,
}

/// <summary>The request as SQL, in a statement that updates <c>store_pushes</c>: every save reads it back.</summary>
internal static class StopRequests
{
    /// <summary>
    /// A <see cref="StopRequest"/> as a number. Whether to give way is no flag that somebody would have to take back: it is true for as long as a push that
    /// goes ahead waits, and the turn that this one is sure of (<see cref="StorePush.TurnUntil"/>, <c>@now</c>) is over.
    /// </summary>
    public const string OfUpdated =
        """
        case when is_cancel_requested then 3
             when is_pause_requested then 2
             when not is_ahead and (turn_until is null or turn_until <= @now)
                  and exists (select from store_pushes a where a.store_id = store_pushes.store_id and a.status = 'pending' and a.is_ahead) then 1
             else 0 end
        """;
}
