namespace BulkPush.Core.Shopify;

/// <summary>Points charged for one request until its reply is in.</summary>
/// <param name="settledBefore">The budget's settled charges when this request was let through.</param>
/// <param name="refundedBefore">The budget's refunds when this request was let through.</param>
internal sealed class CostReservation(CostBudget budget, double points, double settledBefore, double refundedBefore)
{
    private int _isSettled;

    public double Points { get; } = points;

    public double SettledBefore { get; } = settledBefore;

    public double RefundedBefore { get; } = refundedBefore;

    /// <inheritdoc cref="CostBudget.Settle"/>
    public void Settle(ShopifyCost? cost, bool isThrottled)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
            budget.Settle(this, cost, isThrottled);
    }

    /// <summary>Ends a request that got no reply, if it is not settled yet. The charge stands: the store may have made it.</summary>
    public void Close() => Settle(null, isThrottled: false);
}
