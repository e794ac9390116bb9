using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

/// <summary>Goes the way of a bulk mutation through a demo shop: stage, upload, run, poll, download.</summary>
internal sealed class BulkClient(DemoStoreHost host, string shop = "alpha")
{
    public const string Mutation =
        "mutation Push($input: ProductSetInput!, $identifier: ProductSetIdentifiers) { productSet(input: $input, identifier: $identifier) { product { id title } userErrors { field message code } } }";

    private const string Fields = "id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl query";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One line of a file, the input of a product with that title.</summary>
    public static string Line(string title) => new JsonObject { ["input"] = new JsonObject { ["title"] = title } }.ToJsonString();

    public async Task<JsonNode> StageAsync(string method = "POST")
    {
        var reply = await host.SendAsync(
            "mutation Stage($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) { stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }",
            new { input = new[] { new { resource = "BULK_MUTATION_VARIABLES", filename = "lines.jsonl", mimeType = "text/jsonl", httpMethod = method } } },
            shop);
        return reply.At("data.stagedUploadsCreate.stagedTargets.0")!;
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode target, HttpContent file, Func<JsonNode, bool>? isLeftOut = null)
    {
        var form = new MultipartFormDataContent();
        foreach (var parameter in target["parameters"]!.AsArray().Where(p => isLeftOut?.Invoke(p!) is not true))
            form.Add(new StringContent(parameter.Text("value")!), parameter.Text("name")!);
        form.Add(file, "file", "lines.jsonl");
        return host.Client.PostAsync(target.Text("url"), form, Ct);
    }

    /// <summary>Uploads the lines and answers the key.</summary>
    public async Task<string> UploadAsync(params IEnumerable<string> lines)
    {
        var target = await StageAsync();
        using var content = new StringContent(string.Concat(lines.Select(l => l + "\n")), Encoding.UTF8);
        using var response = await PostAsync(target, content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return target["parameters"]!.AsArray().First(p => p.Text("name") == "key").Text("value")!;
    }

    public async Task<JsonNode> RunAsync(string path, string mutation = Mutation, string? clientIdentifier = null) =>
        (await host.SendAsync(
            $"mutation Run($mutation: String!, $path: String!, $client: String) {{ bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path, clientIdentifier: $client) {{ bulkOperation {{ {Fields} }} userErrors {{ field message code }} }} }}",
            new { mutation, path, client = clientIdentifier },
            shop)).At("data.bulkOperationRunMutation")!;

    /// <summary>Uploads and runs the lines; answers the operation's id.</summary>
    public async Task<string> StartAsync(params IEnumerable<string> lines)
    {
        var reply = await RunAsync(await UploadAsync(lines));
        return reply.Text("bulkOperation.id") ?? throw new InvalidOperationException(reply.Json());
    }

    public async Task<JsonNode> ReadAsync(string id) =>
        (await host.SendAsync($"query Poll($id: ID!) {{ bulkOperation(id: $id) {{ {Fields} }} }}", new { id }, shop)).At("data.bulkOperation")!;

    public async Task<JsonNode> UntilAsync(string id, string status)
    {
        JsonNode? last = null;
        await Eventually.IsTrueAsync(async () => (last = await ReadAsync(id)).Text("status") == status, $"the operation is {status}");
        return last!;
    }

    public async Task<JsonNode> CancelAsync(string id) =>
        (await host.SendAsync($"mutation Stop($id: ID!) {{ bulkOperationCancel(id: $id) {{ bulkOperation {{ {Fields} }} userErrors {{ field message }} }} }}", new { id }, shop))
        .At("data.bulkOperationCancel")!;

    /// <summary>The result lines in the order of the file.</summary>
    public async Task<IReadOnlyList<JsonNode>> ResultsAsync(string url)
    {
        var text = await host.Client.GetStringAsync(url, Ct);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }
}
