using System.Security.Cryptography;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify.Costs;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Turns a product of the catalogue into what a store is sent. Pure: no clock, no I/O, no culture.</summary>
/// <remarks>
/// Prices are part of the variant list, which Shopify takes whole or not at all, so the catalogue owns prices only together with variants:
/// without <see cref="StoreSettings.OwnsVariants"/> no price is sent, whatever <see cref="StoreSettings.OwnsPrices"/> says.
/// Images are sent only when they differ from those last accepted, or when a push is forced after the store could not fetch one: every image that
/// goes by its address is fetched again, so those that the store has go by its ids.
/// A product without metafields is created without a list of them: with nothing but the custom id in it, the list would cost a point, which is one in
/// ten, and other apps what they wrote. Once the product has an id in the store, the list is sent whenever it may differ from what the store has.
/// </remarks>
internal sealed class ProductSetMapper
{
    /// <param name="product">With variants, images and metafields loaded.</param>
    /// <param name="force">Send even what has not changed.</param>
    public MapOutcome Map(Product product, ChannelState channel, StoreSettings settings, bool force)
    {
        var normalised = new NormalisedProduct(product);
        if (ProductRefusals.FindFirst(normalised, settings) is { } refused)
            return refused;

        var parts = new Parts(normalised, settings);
        var isKnown = channel.ShopifyProductId is not null;
        if (isKnown && !force && channel.PushedHash == parts.Hashes.Whole)
            return new MapOutcome.Unchanged();

        var sendMedia = channel.PushedMediaHash != parts.Hashes.Media || (force && channel.HasFailedImages);
        var hasMetafields = normalised.Metafields.Count > 0;
        var bySource = Update(null);
        var byId = sendMedia && normalised.Images.Any(image => channel.MediaIds.ContainsKey(image.Src)) ? Update(channel.MediaIds) : null;
        var full = parts.Compose(withMedia: true, withVariants: true, withMetafields: hasMetafields, isFull: true, mediaIds: null);
        var call = new ProductSetCall(product.Id, channel.ShopifyProductId, CustomId.ValueFor(product), product.Handle, byId ?? bySource, full)
        {
            UpdateBySource = byId is null ? null : bySource,
        };
        return new MapOutcome.Ready(call, parts.Hashes);

        ProductSetInput Update(IReadOnlyDictionary<string, string>? mediaIds) => parts.Compose(
            withMedia: sendMedia,
            withVariants: force || channel.PushedVariantsHash != parts.Hashes.Variants || (sendMedia && parts.HasVariantImages),
            withMetafields: (force && hasMetafields) || channel.PushedMetafieldsHash != parts.Hashes.Metafields,
            isFull: false,
            mediaIds);
    }

    /// <summary>The images that a push sends of a product, in their order, and the hash by which a channel remembers them; null when the catalogue does not own them.</summary>
    /// <param name="product">With variants and images loaded.</param>
    public (string? Hash, IReadOnlyList<ProductImage> Images) ImagesOf(Product product, StoreSettings settings)
    {
        var normalised = new NormalisedProduct(product);
        return (new Parts(normalised, settings).Hashes.Media, normalised.Images);
    }

    /// <summary>The rendered pieces of one product; empty where the catalogue does not own the list or has nothing to say.</summary>
    private sealed class Parts
    {
        private readonly NormalisedProduct _normalised;
        private readonly ProductSetWriter _writer;
        private readonly ReadOnlyMemory<byte> _scalars;
        private readonly ReadOnlyMemory<byte> _createOnly;
        private readonly ReadOnlyMemory<byte> _variants;
        private readonly ReadOnlyMemory<byte> _variantsWithImages;
        private readonly ReadOnlyMemory<byte> _files;
        private readonly ReadOnlyMemory<byte> _metafields;

        public Parts(NormalisedProduct normalised, StoreSettings settings)
        {
            _normalised = normalised;
            var writer = new ProductSetWriter(normalised, settings);
            _writer = writer;
            _scalars = writer.Scalars();
            _createOnly = writer.CreateOnly();
            _metafields = settings.OwnsMetafields ? writer.Metafields() : default;
            _files = settings.OwnsMedia ? writer.Files() : default;

            // A product without variants in the catalogue gets Shopify's default one, and keeps what the store has.
            var ownsVariants = settings.OwnsVariants && normalised.Variants.Count > 0;
            _variants = ownsVariants ? writer.Variants(withImages: false) : default;
            HasVariantImages = ownsVariants
                && settings.OwnsMedia
                && normalised.VariantImages.Any(image => image is not null)
                && ShopifyDocuments.ProductSet.RequestedCost(Complexity(true, true, true, withVariantImages: true)) <= CostRules.MaxCallCost;
            _variantsWithImages = HasVariantImages ? writer.Variants(withImages: true) : _variants;

            var assignments = HasVariantImages ? writer.VariantImages() : default;
            var variants = _variants.IsEmpty ? null : Hash(_variants);
            var media = _files.IsEmpty ? null : Hash(_files, assignments);
            var metafields = _metafields.IsEmpty ? null : Hash(_metafields);
            Hashes = new InputHashes(Hash(_scalars, Text(variants), Text(media), Text(metafields)), variants, media, metafields);
        }

        public InputHashes Hashes { get; }

        /// <summary>Whether variants show images of their own. Then images and variants travel together: Shopify wants both in one call.</summary>
        public bool HasVariantImages { get; }

        public ProductSetInput Compose(bool withMedia, bool withVariants, bool withMetafields, bool isFull, IReadOnlyDictionary<string, string>? mediaIds)
        {
            // The hashes are always those of the addresses: an image is the same whether it goes by its address or by the store's id.
            var files = mediaIds is null || _files.IsEmpty ? _files : _writer.Files(mediaIds);
            var variants = !withMedia ? _variants : mediaIds is null || !HasVariantImages ? _variantsWithImages : _writer.Variants(withImages: true, mediaIds);
            ReadOnlyMemory<byte>[] members =
            [
                isFull ? _createOnly : default,
                _scalars,
                withVariants ? variants : default,
                withMedia ? files : default,
                withMetafields ? _metafields : default,
            ];
            return new ProductSetInput(members, Complexity(withMedia, withVariants, withMetafields, withMedia && HasVariantImages));
        }

        private decimal Complexity(bool withMedia, bool withVariants, bool withMetafields, bool withVariantImages)
        {
            var variants = withVariants && !_variants.IsEmpty ? CostRules.Variant * _normalised.Variants.Count : 0;
            var variantFiles = withVariants && withVariantImages ? CostRules.VariantFile * _normalised.VariantImages.Count(image => image is not null) : 0;
            var files = withMedia && !_files.IsEmpty ? CostRules.File * _normalised.Images.Count : 0;
            var metafields = withMetafields && !_metafields.IsEmpty ? CostRules.Metafield * (_normalised.Metafields.Count + 1) : 0;
            return variants + variantFiles + files + metafields;
        }

        private static ReadOnlyMemory<byte> Text(string? hash) => System.Text.Encoding.ASCII.GetBytes(hash ?? "-");

        private static string Hash(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var piece in pieces)
            {
                sha.AppendData(piece.Span);
                sha.AppendData("\n"u8);
            }

            return Convert.ToHexStringLower(sha.GetHashAndReset());
        }
    }
}
