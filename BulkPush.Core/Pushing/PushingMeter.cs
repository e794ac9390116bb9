using System.Diagnostics.Metrics;
using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing;

/// <summary>Counts what pushes settle, for <c>/metrics</c>: rates belong there and not in the log.</summary>
public sealed class PushingMeter
{
    public const string Name = "BulkPush.Pushing";

    private readonly Counter<long> _products;

    public PushingMeter(IMeterFactory meters)
    {
        _products = meters.Create(Name).CreateCounter<long>("bulkpush.products", "{product}", "Products settled, by store and outcome");
    }

    internal void Settled(string storeName, PushItemOutcome outcome) => _products.Add(
        1, new KeyValuePair<string, object?>("store", storeName), new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
}
