using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Shops;
using Microsoft.AspNetCore.Http.Features;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>
/// The storage beside the Admin API, which knows no token: whoever was given an address or a form may use it. Uploads go straight to disk,
/// results come straight from it.
/// </summary>
internal static class StorageEndpoints
{
    /// <summary>Bytes of the largest upload that is taken at all. Shopify's storage took 104,866,200 by PUT (capture 65).</summary>
    private const long LargestUpload = 256L << 20;

    public static void Map(RouteGroupBuilder group)
    {
        var storage = group.MapGroup("/{shop}/storage").AddEndpointFilter(LiftSizeLimitAsync);
        storage.MapPost("", PostAsync);
        storage.MapPut("/{**key}", PutAsync);
        storage.MapGet("/bulk-operation-outputs/{id:long}", DownloadAsync);
    }

    private static async ValueTask<object?> LiftSizeLimitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var limit = context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = LargestUpload;
        return await next(context);
    }

    private static async Task<IResult> PostAsync(HttpContext http, string shop, DemoShopRegistry shops, TimeProvider clock)
    {
        if (shops.Find(shop) is not { } found) return StorageReply.NoSuchBucket;
        try
        {
            var form = await UploadForm.ReadAsync(http.Request, found, clock.GetUtcNow(), http.RequestAborted);
            if (form.Refusal is { } refusal) return refusal;
            if (await RefuseAsync(http, found) is { } unavailable) return unavailable;
            var kept = await KeepAsync(found, form.Upload!, form.File!, BulkStart.LargestFile, http.RequestAborted);
            return kept switch
            {
                null => StorageReply.TooLarge,
                { Size: 0 } => StorageReply.TooSmall,
                _ => StorageReply.Created(kept),
            };
        }
        catch (Exception error) when (IsBrokenOff(error))
        {
            return StorageReply.BadForm("The body of your POST request is not well-formed multipart/form-data.");
        }
    }

    private static async Task<IResult> PutAsync(HttpContext http, string shop, string key, DemoShopRegistry shops, TimeProvider clock)
    {
        if (shops.Find(shop) is not { } found) return StorageReply.NoSuchBucket;
        DemoUpload? upload;
        lock (found.Gate) upload = found.Content.Upload(key);
        if (upload is null or { IsPost: true } || http.Request.Query["X-Goog-Signature"] != upload.Signature) return StorageReply.Denied("Access denied.");
        if (upload.IssuedAt + StagedUploads.AddressLife < clock.GetUtcNow()) return StorageReply.Expired;
        if (await RefuseAsync(http, found) is { } unavailable) return unavailable;
        try
        {
            return await KeepAsync(found, upload, http.Request.Body, LargestUpload, http.RequestAborted) is null ? StorageReply.TooLarge : Results.Ok();
        }
        catch (Exception error) when (IsBrokenOff(error))
        {
            return StorageReply.BadForm("The request body ended early.");
        }
    }

    /// <summary>A client that goes away in the middle is no fault of ours, and nobody hears the answer.</summary>
    private static bool IsBrokenOff(Exception error) => error is InvalidDataException or OperationCanceledException;

    /// <summary>Takes the whole body before it says no, or the client would not live to read the answer.</summary>
    private static async Task<IResult?> RefuseAsync(HttpContext http, DemoShop shop)
    {
        lock (shop.Gate)
        {
            if (!shop.Suffers(FaultKind.UploadRefused)) return null;
        }

        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        return StorageReply.Unavailable;
    }

    /// <summary>Writes the file aside and moves it into place when it is complete. Null when it is larger than allowed.</summary>
    private static async Task<DemoUpload?> KeepAsync(DemoShop shop, DemoUpload upload, Stream source, long most, CancellationToken cancellationToken)
    {
        string path, aside;
        lock (shop.Gate) (path, aside) = (shop.Files.Upload(upload.Key), $"{shop.Files.Upload(upload.Key)}.{shop.NextRequestId():n}");
        var size = 0L;
        try
        {
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                var buffer = new byte[1 << 16];
                for (int read; (read = await ReadAsync(source, buffer, cancellationToken)) > 0;)
                {
                    size += read;
                    // A body that is too large is still read to its end, for the client's sake.
                    if (size <= most) await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }

            if (size > most || (upload.IsPost && size == 0)) return size > most ? null : upload with { Size = 0 };
            lock (shop.Gate)
            {
                File.Move(aside, path, overwrite: true);
                var kept = upload with { Size = size };
                shop.Commit(new ShopChange { Upload = kept });
                return kept;
            }
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Tells a body that ends too early from a disk that refuses.</summary>
    private static async ValueTask<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException error)
        {
            throw new InvalidDataException("The body ended too early.", error);
        }
    }

    private static async Task DownloadAsync(HttpContext http, string shop, long id, DemoShopRegistry shops)
    {
        var (path, isTorn) = Find(shops.Find(shop), id, http.Request.Query["Signature"].ToString());
        if (path is null)
        {
            await StorageReply.Expired.ExecuteAsync(http);
            return;
        }

        if (isTorn)
        {
            await TearAsync(http, path);
            return;
        }

        await Results.File(path, "application/jsonl", $"bulk-{id}.jsonl", enableRangeProcessing: true).ExecuteAsync(http);
    }

    private static (string? Path, bool IsTorn) Find(DemoShop? shop, long id, string signature)
    {
        if (shop is null) return (null, false);
        lock (shop.Gate)
        {
            return shop.Content.BulkOperation(id) is { ResultKey: { } key } operation && key == signature
                ? (shop.Files.Results(operation), shop.Suffers(FaultKind.BulkResultTorn))
                : (null, false);
        }
    }

    private static async Task TearAsync(HttpContext http, string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        http.Response.ContentType = "application/jsonl";
        http.Response.ContentLength = file.Length;
        var half = new byte[Math.Min(file.Length / 2, 1 << 20)];
        await file.ReadExactlyAsync(half, http.RequestAborted);
        await http.Response.Body.WriteAsync(half, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }
}
