using System.Text.Json;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>The replies that are not GraphQL's: here <c>errors</c> is a text or an object, never the list of a GraphQL reply.</summary>
internal static class HttpReplies
{
    private const string GatewayPage =
        "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><p>Please try again.</p></body></html>\n";

    public static Task WriteErrorAsync(HttpContext http, int status, string error) => WriteAsync(http, status, new { errors = error });

    public static Task WriteBadRequestAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status400BadRequest, new { errors = new { query = "Required parameter missing or invalid" } });

    public static Task WriteUnauthorizedAsync(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Basic Realm=\"Shopify API Authentication\"";
        return WriteErrorAsync(http, StatusCodes.Status401Unauthorized, "[API] Invalid API key or access token (unrecognized login or wrong password)");
    }

    /// <summary>Answers the faults that need no look into the request; false for all others.</summary>
    public static async Task<bool> TryWriteFaultAsync(HttpContext http, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.TooManyRequests:
                http.Response.Headers.RetryAfter = "2";
                await WriteErrorAsync(http, StatusCodes.Status429TooManyRequests, "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.");
                return true;
            case FaultKind.ServerErrorJson:
                await WriteErrorAsync(http, StatusCodes.Status500InternalServerError, "An unexpected error occurred");
                return true;
            case FaultKind.ServerErrorHtml:
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(GatewayPage, http.RequestAborted);
                return true;
            case FaultKind.ConnectionReset:
                http.Abort();
                return true;
            case FaultKind.ShopFrozen:
                await WriteErrorAsync(http, StatusCodes.Status402PaymentRequired, "Unavailable Shop");
                return true;
            case FaultKind.ShopForbidden:
                await WriteErrorAsync(http, StatusCodes.Status403Forbidden, "Unavailable Shop");
                return true;
            case FaultKind.ShopMissing:
                await WriteErrorAsync(http, StatusCodes.Status404NotFound, "Not Found");
                return true;
            case FaultKind.ShopLocked:
                await WriteErrorAsync(http, StatusCodes.Status423Locked, "This shop is unavailable");
                return true;
            default:
                return false;
        }
    }

    private static async Task WriteAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), http.RequestAborted);
    }
}
