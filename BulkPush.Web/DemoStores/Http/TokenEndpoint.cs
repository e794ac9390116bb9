using System.Net;
using System.Text.Json;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>
/// <c>POST /demo-stores/{shop}/admin/oauth/access_token</c>: the client credentials grant (FACTS section 9, quotation 95). Errors are a page
/// that begins with "Oauth error", as public reports show it, or JSON for a caller that asks for JSON.
/// </summary>
internal static class TokenEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/{shop}/admin/oauth/access_token", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext http, string shop, DemoShopRegistry shops, TimeProvider clock)
    {
        if (shops.Find(shop) is not { } found) return Results.Json(new { errors = "Not Found" }, statusCode: StatusCodes.Status404NotFound);
        TimeSpan latency;
        bool isUnavailable;
        lock (found.Gate) (latency, isUnavailable) = (found.NextLatency(), found.Suffers(FaultKind.TokenUnavailable));
        if (latency > TimeSpan.Zero) await Task.Delay(latency, clock, CancellationToken.None);
        if (isUnavailable) return Results.Json(new { errors = "Service Unavailable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        if (!http.Request.HasFormContentType) return Refuse(http, "invalid_request", "The request body must be form encoded.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["grant_type"] != "client_credentials") return Refuse(http, "unsupported_grant_type", "The grant type is not supported.");
        lock (found.Gate)
        {
            var options = found.Options;
            if (options.ClientId is null || form["client_id"] != options.ClientId || form["client_secret"] != options.ClientSecret)
                return Refuse(http, "invalid_client", "The client id or the client secret is not valid.");
            return options.AppAccess switch
            {
                DemoAppAccess.NotInstalled => Refuse(http, "app_not_installed", "The application is not installed on this shop."),
                DemoAppAccess.NotPermitted => Refuse(http, "shop_not_permitted", "Client credentials cannot be performed on this shop."),
                _ => Results.Json(Issue(found, clock.GetUtcNow())),
            };
        }
    }

    private static Dictionary<string, object> Issue(DemoShop shop, DateTimeOffset now)
    {
        var token = shop.NextRequestId().ToString("n");
        shop.Tokens.Add(token, now, shop.Options.TokenLifetime);
        shop.Statistics.IssuedToken();
        return new Dictionary<string, object>
        {
            ["access_token"] = token,
            ["scope"] = string.Join(',', shop.Scopes),
            ["expires_in"] = (long)shop.Options.TokenLifetime.TotalSeconds,
        };
    }

    private static IResult Refuse(HttpContext http, string code, string message)
    {
        if (http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
            return Results.Text(JsonSerializer.Serialize(new { error = code, error_description = message }), "application/json", statusCode: StatusCodes.Status400BadRequest);
        var text = WebUtility.HtmlEncode($"Oauth error {code}: {message}");
        return Results.Text($"<!DOCTYPE html>\n<html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>\n", "text/html", statusCode: StatusCodes.Status400BadRequest);
    }
}
