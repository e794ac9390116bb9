using System.Text;
using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Shops;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>A form that was posted to the storage, read up to its file: what comes after the file counts for nothing.</summary>
internal sealed record UploadForm(DemoUpload? Upload, Stream? File, IResult? Refusal)
{
    private const int LongestField = 16 * 1024;
    private const int MostFields = 30;

    public static async Task<UploadForm> ReadAsync(HttpRequest request, DemoShop shop, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            return Refuse(StorageReply.BadForm("Bucket POST must be of the enclosure-type multipart/form-data."));
        }

        var reader = new MultipartReader(boundary, request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (fields.Count < MostFields && await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (name == "file") return Check(fields, section.Body, shop, now);
                fields[name] = await ReadFieldAsync(section.Body, cancellationToken);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return Refuse(StorageReply.BadForm("The body of your POST request is not well-formed multipart/form-data."));
        }

        return Refuse(StorageReply.BadForm("POST requires exactly one file upload per request."));
    }

    private static UploadForm Check(Dictionary<string, string> fields, Stream file, DemoShop shop, DateTimeOffset now)
    {
        if (!fields.TryGetValue("key", out var key))
            return Refuse(StorageReply.BadForm("Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields."));
        DemoUpload? upload;
        lock (shop.Gate) upload = shop.Content.Upload(key);
        if (upload is not { IsPost: true }) return Refuse(StorageReply.Denied("Access denied."));
        foreach (var (name, value) in StagedUploads.FormFields(upload))
        {
            if (fields.GetValueOrDefault(name) != value) return Refuse(StorageReply.Denied($"Invalid according to Policy: Policy Condition failed: [\"eq\", \"${name}\"]"));
        }

        return upload.IssuedAt + StagedUploads.PolicyLife < now
            ? Refuse(StorageReply.Denied("Invalid according to Policy: Policy expired."))
            : new UploadForm(upload, file, null);
    }

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestField];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read == buffer.Length ? throw new InvalidDataException("A form field is too long.") : Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static UploadForm Refuse(IResult refusal) => new(null, null, refusal);
}
