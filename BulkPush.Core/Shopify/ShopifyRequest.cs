namespace BulkPush.Core.Shopify;

/// <summary>One GraphQL operation with its variables.</summary>
/// <param name="OperationName">Name of the operation in <paramref name="Query"/>; safe to log.</param>
/// <param name="Variables">A JSON object in UTF-8; never logged.</param>
internal sealed record ShopifyRequest(string OperationName, string Query, ReadOnlyMemory<byte> Variables)
{
    public override string ToString() => OperationName;
}
