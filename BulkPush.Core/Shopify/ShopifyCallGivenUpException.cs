namespace BulkPush.Core.Shopify;

/// <summary>A call was stopped after a request of it had gone out, so nobody knows whether the store has done what it asked for.</summary>
internal sealed class ShopifyCallGivenUpException(OperationCanceledException stopped) : OperationCanceledException(stopped.Message, stopped, stopped.CancellationToken);
