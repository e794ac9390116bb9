using System.Buffers;
using System.Text.Json;
using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>A reply with status 200. Which of its parts are there tells the client how far the request came.</summary>
internal sealed record GraphQLReply
{
    /// <summary>The data object as JSON; empty leaves the key out, as after every error that came before execution.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    public bool IsDataNull { get; init; }

    public IReadOnlyList<GraphQLProblem> Problems { get; init; } = [];

    public CostReport? Cost { get; init; }

    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(Data.Length + 512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        if (Problems.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var problem in Problems) problem.WriteTo(writer);
            writer.WriteEndArray();
        }

        if (IsDataNull) writer.WriteNull("data");
        if (!Data.IsEmpty)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(Data.Span, skipInputValidation: true);
        }

        Cost?.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}

/// <param name="Requested">Points taken before execution.</param>
/// <param name="Actual">Points kept after it; null when nothing was executed.</param>
internal sealed record CostReport(int Requested, int? Actual, ThrottleStatus Throttle)
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("extensions");
        writer.WriteStartObject("cost");
        writer.WriteNumber("requestedQueryCost", Requested);
        if (Actual is { } actual) writer.WriteNumber("actualQueryCost", actual);
        else writer.WriteNull("actualQueryCost");
        writer.WriteStartObject("throttleStatus");
        writer.WriteNumber("maximumAvailable", Throttle.MaximumAvailable);
        writer.WriteNumber("currentlyAvailable", Throttle.CurrentlyAvailable);
        writer.WriteNumber("restoreRate", Throttle.RestoreRate);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
