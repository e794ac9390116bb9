namespace BulkPush.Core.Pushing.Images;

/// <summary>Products of one store whose images are to be read back, taken for one worker.</summary>
internal sealed record ImageCheckBatch(Guid StoreId, IReadOnlyList<ImageCheck> Products);

/// <summary>A product whose images a push sent.</summary>
/// <param name="Checks">How often they were read back, this time included. Together with the hash it tells whether a push has sent others meanwhile.</param>
/// <param name="MediaHash">Hash of the images that the store accepted.</param>
internal sealed record ImageCheck(long ChannelId, long ProductId, string ShopifyProductId, int Checks, string? MediaHash);
