using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The access scope that Shopify asks for before it answers a root field.</summary>
internal static class Scope
{
    public static Func<DemoShop, FieldArguments, ReadContext, object?> Of(string scope, string field, Func<FieldArguments, ReadContext, object?> read) =>
        (shop, arguments, context) =>
        {
            Require(shop, scope, field);
            return read(arguments, context);
        };

    /// <exception cref="FieldFailedException">ACCESS_DENIED: the app was not given the scope.</exception>
    public static void Require(DemoShop shop, string scope, string field)
    {
        if (shop.Scopes.Contains(scope)) return;
        var required = $"`{scope}` access scope.";
        throw new FieldFailedException(GraphQLProblem.Of(
            "ACCESS_DENIED",
            $"Access denied for {field} field. Required access: {required}",
            ("documentation", "https://shopify.dev/api/usage/access-scopes"),
            ("requiredAccess", required)));
    }
}
