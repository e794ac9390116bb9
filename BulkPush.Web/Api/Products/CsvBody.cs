using System.Net.Mime;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Web.Api.Products;

/// <summary>The CSV in a request, as a stream: never held whole, neither in memory nor in a temporary file.</summary>
internal static class CsvBody
{
    public const string Csv = MediaTypeNames.Text.Csv;
    public const string Multipart = MediaTypeNames.Multipart.FormData;

    public static bool IsAccepted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && ((type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase) && IsUtf8(type)) || BoundaryOf(type) is not null);

    /// <summary>The body itself, or the first file of a form; null when the form has none.</summary>
    public static async Task<Stream?> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (BoundaryOf(MediaTypeHeaderValue.Parse(request.ContentType!)) is not { } boundary)
        {
            return request.Body;
        }

        var form = new MultipartReader(boundary, request.Body);
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                {
                    return section.Body;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form is cut off or not well-formed.", exception);
        }

        return null;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static string? BoundaryOf(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : null;
}
