using System.Text;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>A <c>ProductSetInput</c> as runs of rendered JSON members, so that inputs of one product share what they have in common.</summary>
/// <param name="members">Each a piece such as <c>"title":"Mug","handle":"mug"</c> in UTF-8; empty ones are skipped.</param>
/// <param name="complexity">Points that the lists in it add to the cost of a call (FACTS section 3).</param>
internal sealed class ProductSetInput(IEnumerable<ReadOnlyMemory<byte>> members, decimal complexity)
{
    private readonly ReadOnlyMemory<byte>[] _members = [.. members.Where(member => !member.IsEmpty)];

    public decimal Complexity { get; } = complexity;

    /// <summary>Writes the input as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        var length = 2 + _members.Length + _members.Sum(member => member.Length);
        var json = new byte[length];
        var used = 0;
        json[used++] = (byte)'{';
        foreach (var member in _members)
        {
            if (used > 1)
                json[used++] = (byte)',';
            member.Span.CopyTo(json.AsSpan(used));
            used += member.Length;
        }

        json[used++] = (byte)'}';
        writer.WriteRawValue(json.AsSpan(0, used), skipInputValidation: true);
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ShopifyJson.WriterOptions))
            WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The length only: the content is the merchant's.</summary>
    public override string ToString() => $"{_members.Sum(member => member.Length)} bytes";
}
