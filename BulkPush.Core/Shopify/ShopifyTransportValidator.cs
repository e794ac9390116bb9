using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>Refuses to start with a transport that this build does not have.</summary>
internal sealed class ShopifyTransportValidator(IServiceProviderIsKeyedService services) : IValidateOptions<ShopifyOptions>
{
    public ValidateOptionsResult Validate(string? name, ShopifyOptions options) =>
        services.IsKeyedService(typeof(IShopifyTransport), options.Transport)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Shopify:Transport is {options.Transport}, which this build does not have: "
                + $"build with 'dotnet build -p:ShopifySharp=true' to get ShopifySharp, or set {ShopifyTransportKind.Http}.");
}
