using System.Globalization;
using System.Text;
using System.Text.Json;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Products;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>The mutation stagedUploadsCreate: hands out places for files, in the form that captures 60 and 61 have.</summary>
internal static class StagedUploads
{
    private const string Bucket = "shopify-staged-uploads";
    private const string Algorithm = "GOOG4-RSA-SHA256";

    /// <summary>Life of a form to POST.</summary>
    public static readonly TimeSpan PolicyLife = TimeSpan.FromHours(24);

    /// <summary>Life of an address to PUT to.</summary>
    public static readonly TimeSpan AddressLife = TimeSpan.FromSeconds(604_800);

    public static StagedPayload Create(FieldArguments arguments, ReadContext context)
    {
        var targets = new List<StagedTarget>();
        foreach (var input in arguments.List("input")!.Cast<IReadOnlyDictionary<string, object?>>())
        {
            var name = Path.GetFileName(input.Text("filename")!);
            var upload = new DemoUpload(
                string.Create(CultureInfo.InvariantCulture, $"tmp/{context.Content.FirstId}/bulk/{context.Shop.NextRequestId()}/{name}"),
                input.Text("mimeType")!,
                input.Text("httpMethod") == "POST",
                Signature(context.Shop),
                context.Now,
                null);
            context.Shop.Commit(new ShopChange { Upload = upload });
            targets.Add(Target(upload, context.Address));
        }

        return new StagedPayload(targets, []);
    }

    /// <summary>
    /// The key that a client names. With PUT it takes the path of the address, and a demo store's storage does not begin at the root of
    /// its host as Shopify's does.
    /// </summary>
    public static string KeyOf(string path, DemoShop shop)
    {
        var trimmed = path.TrimStart('/');
        var prefix = $"demo-stores/{shop.Name}/storage/";
        return trimmed.StartsWith(prefix, StringComparison.Ordinal) ? trimmed[prefix.Length..] : trimmed;
    }

    /// <summary>The form fields that have to come before the file, in Shopify's order.</summary>
    public static IReadOnlyList<StagedParameter> FormFields(DemoUpload upload)
    {
        List<StagedParameter> fields =
        [
            new("Content-Type", upload.MimeType),
            new("success_action_status", "201"),
            new("acl", "private"),
            new("key", upload.Key),
            new("x-goog-date", Stamp(upload)),
            new("x-goog-credential", CredentialOf(upload)),
            new("x-goog-algorithm", Algorithm),
        ];
        return [.. fields, new("x-goog-signature", upload.Signature), new("policy", Policy(upload, fields))];
    }

    private static StagedTarget Target(DemoUpload upload, string address)
    {
        if (upload.IsPost) return new StagedTarget($"{address}/storage/", FormFields(upload));
        var path = string.Join('/', upload.Key.Split('/').Select(Uri.EscapeDataString));
        var url = string.Create(
            CultureInfo.InvariantCulture,
            $"{address}/storage/{path}?X-Goog-Algorithm={Algorithm}&X-Goog-Credential={Uri.EscapeDataString(CredentialOf(upload))}&X-Goog-Date={Stamp(upload)}&X-Goog-Expires={AddressLife.TotalSeconds}&X-Goog-SignedHeaders=host&X-Goog-Signature={upload.Signature}");
        return new StagedTarget(url, [new("content_type", upload.MimeType), new("acl", "private")]);
    }

    private static string Policy(DemoUpload upload, List<StagedParameter> fields)
    {
        static object Condition(StagedParameter field) => new Dictionary<string, string> { [field.Name] = field.Value };
        object[] conditions =
        [
            .. fields.Take(3).Select(Condition),
            new object[] { "content-length-range", 1, BulkStart.LargestFile },
            new { bucket = Bucket },
            .. fields.Skip(3).Select(Condition),
        ];
        var expiration = (upload.IssuedAt + PolicyLife).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var json = JsonSerializer.Serialize(new { conditions, expiration }).Replace("/", "\\/", StringComparison.Ordinal);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
    }

    private static string Stamp(DemoUpload upload) => upload.IssuedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string CredentialOf(DemoUpload upload) =>
        $"merchant-assets@shopify-tiers.iam.gserviceaccount.com/{Stamp(upload)[..8]}/auto/storage/goog4_request";

    /// <summary>512 hexadecimal digits, as long as Shopify's.</summary>
    private static string Signature(DemoShop shop)
    {
        var text = new StringBuilder(512);
        while (text.Length < 512) text.Append(shop.NextRequestId().ToString("n"));
        return text.ToString();
    }
}

internal sealed record StagedTarget(string Url, IReadOnlyList<StagedParameter> Parameters);

internal sealed record StagedParameter(string Name, string Value);

internal sealed record StagedPayload(IReadOnlyList<StagedTarget> Targets, IReadOnlyList<UserProblem> Problems);
