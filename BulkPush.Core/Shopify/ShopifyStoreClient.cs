using BulkPush.Core.Shopify.Inventory;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Shopify;

/// <summary>Talks to one store, within its cost budget and with repetitions where they are safe. May be used by several callers at once.</summary>
internal sealed partial class ShopifyStoreClient(ShopifyCaller caller, CostBudget budget, NewVariantLimit newVariants, ILogger<ShopifyStoreClient> logger)
{
    private readonly CustomIdDefinition _definition = new(caller);

    public CostBudget Budget { get; } = budget;

    /// <summary>How long the store takes to answer for one product; that of its first answers until there was one for a product.</summary>
    public TimeSpan? Latency => caller.LatencyOf(ShopifyDocuments.ProductSet) ?? caller.LatencyOf(ShopifyDocuments.StoreHandshake);

    /// <summary>Whether products may be sent that the store does not have.</summary>
    public NewVariantLimit NewVariants { get; } = newVariants;

    public ProductPublishing Publishing { get; } = new(caller);

    public ProductImageReader Images { get; } = new(caller);

    /// <summary>Sets stock. Nothing in a push does: it waits for the mapping of warehouses to locations.</summary>
    public InventoryQuantities Inventory { get; } = new(caller);

    /// <summary>Whether the token is known to lack <paramref name="scope"/>, as <see cref="PrepareAsync"/> found out.</summary>
    public bool Lacks(string scope) => _definition.Scopes is { } scopes && !ShopifyScopes.Grant(scopes, scope);

    /// <summary>Makes sure that products can be pushed: token, scopes, API version and the custom-id definition, which is created when missing.</summary>
    /// <exception cref="ShopifyStoreException">The store cannot be pushed to until somebody acts.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => _definition.EnsureAsync(cancellationToken);

    /// <summary>Creates or updates one product; sent again by itself while that is useful.</summary>
    /// <remarks>Every request carries an identifier, so a repetition after a lost reply updates what the first one made.</remarks>
    /// <exception cref="ShopifyStoreException">The whole store must stop.</exception>
    public async Task<ProductSetOutcome> SetProductAsync(ProductSetCall call, CallLife life)
    {
        var attempts = 0;
        if (call.ShopifyProductId is { } productId)
        {
            var (byId, sent) = await SendAsync(call, productId, life);
            attempts = sent;
            if (byId is ProductSetReading.Rejected { IsAboutImages: true } && call.UpdateBySource is { } bySource)
            {
                Log.ImagesUnknown(logger, call.ProductId, caller.Endpoint.Url.Host);
                (byId, sent) = await SendAsync(call with { Update = bySource, UpdateBySource = null }, productId, life);
                attempts += sent;
            }

            if (byId is not ProductSetReading.Gone)
                return Outcome(byId, call, attempts, isKnown: true);

            Log.Gone(logger, call.ProductId, productId, caller.Endpoint.Url.Host);
        }

        if (NewVariants.WaitUntil is { } until)
            return new ProductSetOutcome.Deferred(until, attempts);

        var (byCustomId, first) = await SendAsync(call, null, life);
        attempts += first;
        if (byCustomId is ProductSetReading.DefinitionMissing)
        {
            await _definition.EnsureAsync(life.Stop);
            (byCustomId, var second) = await SendAsync(call, null, life);
            attempts += second;
        }

        return Outcome(byCustomId, call, attempts, isKnown: false);
    }

    /// <param name="productId">GID to find the product by; null finds it by the custom id and sends the full input.</param>
    private async Task<(ProductSetReading Reading, int Attempts)> SendAsync(ProductSetCall call, string? productId, CallLife life)
    {
        var input = productId is null ? call.Full : call.Update;
        var document = ShopifyDocuments.ProductSet;
        var request = new ShopifyRequest(document.OperationName, document.Text, call.Variables(productId));
        return await caller.CallAsync(request, document.RequestedCost(input.Complexity), life) switch
        {
            ShopifyCall.Answered answered => (ProductSetReader.Read(answered.Reply, call.Handle, wasById: productId is not null), answered.Attempts),
            ShopifyCall.Unavailable unavailable => (
                new ProductSetReading.Unanswered($"{unavailable.Message}. The product will be tried again by the next push."),
                unavailable.Attempts),
            ShopifyCall.Refused refused => (new ProductSetReading.Rejected($"SHOPIFY_HTTP_{refused.HttpStatus}", null, RefusedSentence(refused)), refused.Attempts),
            var other => throw new InvalidOperationException($"Unknown end of a call: {other}"),
        };
    }

    private ProductSetOutcome Outcome(ProductSetReading reading, ProductSetCall call, int attempts, bool isKnown)
    {
        switch (reading)
        {
            case ProductSetReading.Accepted accepted:
                return accepted.IsNew && !isKnown
                    ? new ProductSetOutcome.Created(accepted.ShopifyProductId, attempts)
                    : new ProductSetOutcome.Updated(accepted.ShopifyProductId, attempts);
            case ProductSetReading.NoNewVariants:
                return new ProductSetOutcome.Deferred(NewVariants.Reach(), attempts);
            case ProductSetReading.Rejected rejected:
                return new ProductSetOutcome.Rejected(rejected.Code, rejected.Field, rejected.Message, attempts);
            case ProductSetReading.Unanswered unanswered:
                return new ProductSetOutcome.Unknown(unanswered.Message, attempts);
            case ProductSetReading.DefinitionMissing:
                throw ShopifyStoreFaults.ForCustomIdNotMade("it is gone again right after it was made");
            default:
                throw new InvalidOperationException($"Unknown reading for {call}: {reading}");
        }
    }

    private static string RefusedSentence(ShopifyCall.Refused refused) => refused.HttpStatus == 413
        ? $"{refused.Message}. The product is too large for one request: shorten its description or give it fewer variants."
        : $"{refused.Message}. Shopify will not take this product as it is.";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Host} does not take images of product {ProductId} by the ids it gave them; they are sent by their addresses.")]
        public static partial void ImagesUnknown(ILogger logger, long productId, string host);

        [LoggerMessage(Level = LogLevel.Information, Message = "Product {ProductId} was {ShopifyProductId} at {Host} and is gone there; it is made again.")]
        public static partial void Gone(ILogger logger, long productId, string shopifyProductId, string host);
    }
}
