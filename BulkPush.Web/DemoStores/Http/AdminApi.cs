using System.Buffers;
using System.Text.Json;
using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Products;
using BulkPush.Web.DemoStores.Shops;
using Microsoft.Extensions.Primitives;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>
/// <c>POST /demo-stores/{shop}/admin/api/{version}/graphql.json</c>. Points are taken when the request arrives, the work is done after the
/// shop's latency, and what was not needed is given back with the reply, so requests in flight press on the bucket as they do at Shopify.
/// </summary>
internal sealed class AdminApi(
    DemoShopRegistry shops, DocumentCache documents, BulkMutations bulkMutations, BulkRunner bulkRunner, TimeProvider clock)
{
    public async Task HandleAsync(HttpContext http, string shop, string version)
    {
        var found = shops.Find(shop);
        http.Response.Headers["X-Request-Id"] = RequestId(found);
        if (found is null || ApiVersions.Serve(version, clock.GetUtcNow()) is not { } served)
        {
            await HttpReplies.WriteErrorAsync(http, StatusCodes.Status404NotFound, "Not Found");
            return;
        }

        http.Response.Headers["X-Shopify-API-Version"] = served;
        lock (found.Gate) found.Statistics.Arrived();
        try
        {
            await HandleAsync(http, found, served);
        }
        finally
        {
            lock (found.Gate) found.Statistics.Left();
        }
    }

    private async Task HandleAsync(HttpContext http, DemoShop shop, string version)
    {
        FaultKind? fault;
        TimeSpan latency;
        bool isKnownToken;
        lock (shop.Gate)
        {
            fault = shop.Faults.Next();
            if (fault is { } kind) shop.Statistics.Failed(kind);
            latency = shop.NextLatency() + (fault == FaultKind.SlowReply ? shop.Options.SlowReply : TimeSpan.Zero);
            isKnownToken = shop.Accepts(http.Request.Headers["X-Shopify-Access-Token"].ToString(), clock.GetUtcNow());
        }

        if (!isKnownToken || fault == FaultKind.TokenRevoked)
        {
            await HttpReplies.WriteUnauthorizedAsync(http);
            return;
        }

        if (fault is { } failing && await HttpReplies.TryWriteFaultAsync(http, failing)) return;
        if (await ReadBodyAsync(http) is not { } body)
        {
            await HttpReplies.WriteBadRequestAsync(http);
            return;
        }

        var preparation = await documents.PrepareAsync(body.Query, body.OperationName, http.RequestAborted);
        if (preparation.Operation is not { } operation)
        {
            await WriteAsync(http, new GraphQLReply { Problems = preparation.Problems });
            return;
        }

        lock (shop.Gate) shop.Statistics.Named(operation.Name, operation.Roots.Select(r => r.Name));
        var variables = Variables.Coerce(operation, body.Variables, out var invalid);
        if (invalid is not null)
        {
            await WriteAsync(http, new GraphQLReply { Problems = [invalid] });
            return;
        }

        var cost = RequestedCost.Of(operation, variables);
        if (Admit(shop, operation, variables, cost, fault) is { } refusal)
        {
            await WriteAsync(http, refusal);
            return;
        }

        var admitted = new AdmittedOperation(operation, variables, cost);
        await RunAsync(http, shop, admitted, version, fault, latency);
    }

    private async Task RunAsync(HttpContext http, DemoShop shop, AdmittedOperation admitted, string version, FaultKind? fault, TimeSpan latency)
    {
        // A client that hangs up does not stop Shopify: what was admitted takes effect.
        if (latency > TimeSpan.Zero) await Task.Delay(latency, clock, CancellationToken.None);
        if (fault == FaultKind.InternalServerError)
        {
            lock (shop.Gate) shop.Bucket.GiveBack(admitted.Cost.Total);
            await WriteAsync(http, InternalError(shop));
            return;
        }

        var bulk = await bulkMutations.ExamineAsync(admitted.Operation, admitted.Variables, CancellationToken.None);
        var context = new ReadContext(shop, clock.GetUtcNow()) { ApiVersion = version, Address = AddressOf(http.Request, shop), BulkMutations = bulk };
        var reply = Execute(admitted, context);
        if (context.Started.Count > 0)
        {
            bulkRunner.Start(context);
            lock (shop.Gate) fault = shop.Suffers(FaultKind.BulkReplyLost) ? FaultKind.LostReply : fault;
        }

        switch (fault)
        {
            case FaultKind.LostReply:
                http.Abort();
                break;
            case FaultKind.InternalServerErrorAfterEffect:
                await WriteAsync(http, InternalError(shop));
                break;
            default:
                await WriteAsync(http, reply, isTorn: fault == FaultKind.BadJson);
                break;
        }
    }

    /// <summary>Takes the points; null lets the request in.</summary>
    private static GraphQLReply? Admit(
        DemoShop shop, PreparedOperation operation, Dictionary<string, object?> variables, RequestedCost cost, FaultKind? fault)
    {
        if (cost.Total > CostRules.SingleQueryLimit) return new GraphQLReply { Problems = [CostProblems.TooExpensive(cost.Total)] };
        lock (shop.Gate)
        {
            if (fault == FaultKind.Throttle) shop.Bucket.SetAvailable(Math.Min(shop.Bucket.Available, cost.Total / 2d));
            if (!shop.Bucket.TryTake(cost.Total))
            {
                shop.Statistics.WasThrottled();
                return new GraphQLReply { Problems = [CostProblems.Throttled()], Cost = new CostReport(cost.Total, null, shop.Bucket.Status()) };
            }

            if (InputLimits.Check(operation, variables) is not { } tooLong) return null;
            shop.Statistics.Spent(cost.Total);
            return new GraphQLReply { Problems = [tooLong], Cost = new CostReport(cost.Total, null, shop.Bucket.Status()) };
        }
    }

    private GraphQLReply Execute(AdmittedOperation admitted, ReadContext context)
    {
        var data = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(data);
        var (shop, cost) = (context.Shop, admitted.Cost);
        lock (shop.Gate)
        {
            var runner = new OperationRunner(context, admitted.Variables);
            var actual = runner.Run(admitted.Operation, writer);
            writer.Flush();
            actual = cost.IsRefundable ? Math.Min(actual, cost.Total) : cost.Total;
            shop.Bucket.GiveBack(cost.Total - actual);
            shop.Statistics.Spent(actual);
            return new GraphQLReply
            {
                Data = runner.IsDataNull ? default : data.WrittenMemory,
                IsDataNull = runner.IsDataNull,
                Problems = runner.Problems,
                Cost = new CostReport(cost.Total, actual, shop.Bucket.Status()),
            };
        }
    }

    private static string AddressOf(HttpRequest request, DemoShop shop) => $"{request.Scheme}://{request.Host}{request.PathBase}/demo-stores/{shop.Name}";

    private GraphQLReply InternalError(DemoShop shop)
    {
        string requestId;
        lock (shop.Gate) requestId = $"{shop.NextRequestId()}-{clock.GetUtcNow().ToUnixTimeSeconds()}";
        return new GraphQLReply
        {
            IsDataNull = true,
            Problems =
            [
                GraphQLProblem.Of(
                    "INTERNAL_SERVER_ERROR",
                    $"Internal error. Looks like something went wrong on our end.\nRequest ID: {requestId} (include this in support requests).",
                    ("requestId", requestId)),
            ],
        };
    }

    private static async Task WriteAsync(HttpContext http, GraphQLReply reply, bool isTorn = false)
    {
        var buffer = reply.ToJson();
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(isTorn ? buffer[..(buffer.Length / 2)] : buffer, http.RequestAborted);
    }

    private static async Task<RequestBody?> ReadBodyAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String) return null;
            var variables = root.TryGetProperty("variables", out var given) && given.ValueKind == JsonValueKind.Object ? given.Clone() : default;
            var name = root.TryGetProperty("operationName", out var chosen) && chosen.ValueKind == JsonValueKind.String ? chosen.GetString() : null;
            return new RequestBody(query.GetString()!, string.IsNullOrEmpty(name) ? null : name, variables);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StringValues RequestId(DemoShop? shop)
    {
        if (shop is null) return Guid.Empty.ToString();
        lock (shop.Gate) return shop.NextRequestId().ToString();
    }

    private sealed record AdmittedOperation(PreparedOperation Operation, Dictionary<string, object?> Variables, RequestedCost Cost);

    private sealed record RequestBody(string Query, string? OperationName, JsonElement Variables);
}
