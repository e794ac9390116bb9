using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Shopify;

/// <summary>
/// Sends one request to one store within its cost budget, and again where that may help. Only for requests whose repetition changes nothing more:
/// reads, upserts by an identifier, and making sure that something exists. After a lost answer the outcome of the first attempt is unknown.
/// </summary>
internal sealed partial class ShopifyCaller(
    AuthorisedTransport transport,
    StoreTraffic traffic,
    ShopifyCallRules rules,
    TimeProvider clock,
    ILogger logger)
{
    /// <summary>Pause when Shopify refuses for lack of points although its own numbers say that there are enough.</summary>
    private static readonly TimeSpan UnexplainedThrottlePause = TimeSpan.FromSeconds(1);

    public ShopifyEndpoint Endpoint => transport.Endpoint;

    /// <inheritdoc cref="FlightWindow.LatencyOf"/>
    public TimeSpan? LatencyOf(ShopifyDocument document) => traffic.LatencyOf(document.OperationName);

    /// <param name="predictedCost">Points that Shopify will ask for.</param>
    /// <exception cref="ShopifyStoreException">The store does not let us in at all.</exception>
    /// <exception cref="ShopifyCallGivenUpException">Stopped with the outcome unknown.</exception>
    /// <exception cref="OperationCanceledException">Stopped before anything was sent.</exception>
    public Task<ShopifyCall> CallAsync(ShopifyRequest request, int predictedCost, CallLife life) => CallAsync(request, predictedCost, _ => null, life);

    /// <inheritdoc cref="CallAsync(ShopifyRequest, int, CallLife)"/>
    /// <param name="passing">What in an answer may pass, as a sentence without its full stop; null when the answer stands. Internal errors may pass always.</param>
    public async Task<ShopifyCall> CallAsync(ShopifyRequest request, int predictedCost, Func<ShopifyReply, string?> passing, CallLife life)
    {
        var tally = new Tally();
        try
        {
            return await RepeatAsync(request, predictedCost, tally, passing, life);
        }
        catch (OperationCanceledException stopped) when (tally.Attempts > 0 && stopped is not ShopifyCallGivenUpException)
        {
            throw new ShopifyCallGivenUpException(stopped);
        }
    }

    private async Task<ShopifyCall> RepeatAsync(ShopifyRequest request, int predictedCost, Tally tally, Func<ShopifyReply, string?> passing, CallLife life)
    {
        var throttles = 0;
        double points = predictedCost;
        while (true)
        {
            TimeSpan? retryAfter = null;
            string failure;
            try
            {
                var (reply, isThrottled) = await SendOnceAsync(request, points, life);
                if (isThrottled)
                {
                    if (++throttles > rules.MaxThrottles)
                        return new ShopifyCall.Unavailable($"Shopify refused {throttles} times in a row for lack of cost points", tally.Attempts);

                    // The budget now holds the reply's numbers, so the next reservation waits for exactly the missing points.
                    points = reply.Cost?.Requested ?? points;
                    Log.Throttled(logger, request.OperationName, Endpoint.Url.Host, points, reply.Cost?.CurrentlyAvailable);
                    if (reply.Cost is null || reply.Cost.CurrentlyAvailable >= points)
                        await Task.Delay(UnexplainedThrottlePause, clock, life.Stop);
                    continue;
                }

                tally.Attempts++;
                if ((InternalError(reply) ?? passing(reply)) is not { } words)
                    return new ShopifyCall.Answered(reply, tally.Attempts);

                failure = words;
            }
            catch (ShopifyTransportException fault)
            {
                tally.Attempts++;
                failure = fault.ShopifyMessage is { } said ? $"{fault.Message}: {said}" : fault.Message;
                if (ShopifyStoreFaults.ForHttpStatus(fault, Endpoint) is { } storeFault)
                    throw storeFault;
                if (!MayPass(fault))
                    return new ShopifyCall.Refused(fault.HttpStatus, failure, tally.Attempts);

                retryAfter = fault.RetryAfter;
            }

            if (tally.Attempts >= rules.MaxAttempts)
                return new ShopifyCall.Unavailable(failure, tally.Attempts);

            var delay = rules.Schedule.DelayAfter(tally.Attempts, retryAfter);
            Log.Repeating(logger, request.OperationName, Endpoint.Url.Host, delay, tally.Attempts, failure);
            await Task.Delay(delay, clock, life.Stop);
        }
    }

    /// <summary>Sends a document that only makes sense when it succeeds as a whole.</summary>
    /// <returns>A reply with data and without errors.</returns>
    /// <exception cref="ShopifyStoreException">It did not succeed: the store cannot be used until somebody acts.</exception>
    public async Task<ShopifyReply> AskAsync(ShopifyDocument document, Action<Utf8JsonWriter> writeVariables, CancellationToken cancellationToken)
    {
        var request = new ShopifyRequest(document.OperationName, document.Text, ShopifyJson.Object(writeVariables));
        switch (await CallAsync(request, document.RequestedCost(request.Variables), cancellationToken))
        {
            case ShopifyCall.Answered { Reply: var reply }:
                var fault = reply.Errors.Select(error => ShopifyStoreFaults.ForError(error, reply.ApiVersion)).FirstOrDefault(found => found is not null);
                if (fault is not null)
                    throw fault;
                return reply.Errors.Count == 0 ? reply : throw ShopifyStoreFaults.ForUnavailable(reply.Errors[0].Message.TrimEnd('.'));
            case ShopifyCall.Unavailable unavailable:
                throw ShopifyStoreFaults.ForUnavailable(unavailable.Message);
            case ShopifyCall.Refused refused:
                throw ShopifyStoreFaults.ForUnavailable(refused.Message);
            case var other:
                throw new InvalidOperationException($"Unknown end of a call: {other}");
        }
    }

    private async Task<(ShopifyReply Reply, bool IsThrottled)> SendOnceAsync(ShopifyRequest request, double points, CallLife life)
    {
        using var passage = await traffic.EnterAsync(request.OperationName, points, life.Stop);
        var reply = await transport.PostAsync(request, life);
        var isThrottled = reply.Errors.Any(error => error.Code == "THROTTLED");
        passage.Answered(reply.Cost, isThrottled);
        return (reply, isThrottled);
    }

    /// <summary>Whether Shopify did what it was asked is open then; with data it is not (capture 34).</summary>
    private static string? InternalError(ShopifyReply reply) => reply.Data is null
        ? reply.Errors.FirstOrDefault(error => error.Code == "INTERNAL_SERVER_ERROR")?.Message.ReplaceLineEndings(" ").TrimEnd('.')
        : null;

    private static bool MayPass(ShopifyTransportException fault) =>
        fault.Fault != ShopifyFault.HttpStatus || fault.HttpStatus is 408 or 429 or >= 500;

    /// <summary>Requests of one call that were answered or lost; refusals for lack of points do not count.</summary>
    private sealed class Tally
    {
        public int Attempts { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Operation} at {Host} was refused for lack of cost points ({Points} wanted, {Available} there); waiting for them.")]
        public static partial void Throttled(ILogger logger, string operation, string host, double points, double? available);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Operation} at {Host} is repeated in {Delay} after attempt {Attempt}: {Failure}.")]
        public static partial void Repeating(ILogger logger, string operation, string host, TimeSpan delay, int attempt, string failure);
    }
}

/// <summary>When a call is given up.</summary>
internal sealed record ShopifyCallRules(int MaxAttempts, int MaxThrottles, RetrySchedule Schedule);
