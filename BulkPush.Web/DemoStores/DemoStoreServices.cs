using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Http;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Pages;
using BulkPush.Web.DemoStores.Shops;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.DemoStores;

/// <summary>Puts simulated Shopify shops into this process, behind real HTTP.</summary>
public static class DemoStoreServices
{
    private const string Root = "/demo-stores";

    /// <summary>Needs a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddDemoStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoStoresOptions>()
            .Bind(configuration.GetSection(DemoStoresOptions.SectionName))
            .PostConfigure(AddDefaults)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DemoStoresOptions>, DemoStoresValidation>();
        services.AddRazorComponents();
        services.AddSingleton(_ => AdminSchema.Load());
        services.AddSingleton<FieldReaders>();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<DemoShopRegistry>();
        services.AddSingleton<BulkMutations>();
        services.AddSingleton<BulkRunner>();
        services.AddSingleton<AdminApi>();
        return services;
    }

    /// <summary>Maps the Admin API, the control endpoint and the pages of every shop under <c>/demo-stores</c>; none of them asks for a sign-in.</summary>
    public static void MapDemoStores(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Root).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.MapPost(
            "/{shop}/admin/api/{version}/graphql.json",
            (HttpContext http, string shop, string version, AdminApi api) => api.HandleAsync(http, shop, version));
        TokenEndpoint.Map(group);
        StorageEndpoints.Map(group);
        ControlEndpoints.Map(group);
        PageEndpoints.Map(group);
    }

    /// <summary>For a process that plays none: their addresses are not found, where every other unknown one asks for a sign-in first.</summary>
    public static void MapNoDemoStores(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map(Root + "/{**address}", () => TypedResults.NotFound()).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static void AddDefaults(DemoStoresOptions options)
    {
        if (options.Shops.Count > 0) return;
        foreach (var shop in DemoShops.Defaults) options.Shops.Add(shop.Copy());
    }
}
