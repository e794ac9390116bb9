using System.Security;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>The storage's answers: XML, as Google's has them.</summary>
internal static class StorageReply
{
    public static IResult NoSuchBucket => Error(StatusCodes.Status404NotFound, "NoSuchBucket", "The specified bucket does not exist.");

    public static IResult Expired => Error(StatusCodes.Status400BadRequest, "ExpiredToken", "The provided token has expired.");

    public static IResult TooLarge =>
        Error(StatusCodes.Status400BadRequest, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");

    public static IResult TooSmall =>
        Error(StatusCodes.Status400BadRequest, "EntityTooSmall", "Your proposed upload is smaller than the minimum object size specified in your Policy Document.");

    public static IResult Unavailable => Error(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "We encountered an internal error. Please try again.");

    public static IResult Denied(string message) => Error(StatusCodes.Status403Forbidden, "AccessDenied", message);

    public static IResult BadForm(string message) => Error(StatusCodes.Status400BadRequest, "InvalidArgument", message);

    /// <summary>Answer to a POST (capture 60).</summary>
    public static IResult Created(DemoUpload upload)
    {
        var key = SecurityElement.Escape(upload.Key);
        return Xml(
            StatusCodes.Status201Created,
            $"<PostResponse><Location>https://storage.googleapis.com/shopify-staged-uploads/{key}</Location><Bucket>shopify-staged-uploads</Bucket><Key>{key}</Key><ETag>\"{upload.Signature[..32]}\"</ETag></PostResponse>");
    }

    private static IResult Error(int status, string code, string message) => Xml(status, $"<Error><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error>");

    private static IResult Xml(int status, string body) =>
        Results.Text("<?xml version='1.0' encoding='UTF-8'?>" + body, "application/xml; charset=UTF-8", statusCode: status);
}
