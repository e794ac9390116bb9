namespace BulkPush.Core.Shopify;

/// <summary>A <c>ProductSetInput</c>, ready for the wire.</summary>
/// <param name="Json">The JSON object in UTF-8.</param>
/// <param name="Complexity">Points that its lists add to the cost of the call (FACTS section 3).</param>
internal sealed record ProductSetInput(ReadOnlyMemory<byte> Json, double Complexity);
