namespace BulkPush.Core.Shopify;

/// <summary>How long a call may go on: once stopping it is not sent and not sent again, but a request that is on its way may still be answered.</summary>
/// <param name="Stop">Ends every wait before a request: for points, and before a repetition.</param>
/// <param name="Abort">Ends the request itself: whether the store did what it asked for is then unknown.</param>
internal readonly record struct CallLife(CancellationToken Stop, CancellationToken Abort)
{
    public static implicit operator CallLife(CancellationToken cancellationToken) => FromCancellationToken(cancellationToken);

    /// <summary>A call that ends at once, whatever it is doing.</summary>
    public static CallLife FromCancellationToken(CancellationToken cancellationToken) => new(cancellationToken, cancellationToken);
}
