using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Json;
using BulkPush.Web.DemoStores.Cost;
using GraphQL.Types;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Runs one operation on one shop: writes its <c>data</c>, collects its errors and measures what it really cost.</summary>
internal sealed class OperationRunner(ReadContext context, IReadOnlyDictionary<string, object?> variables)
{
    private readonly List<GraphQLProblem> _problems = [];
    private readonly List<string> _path = [];
    private SelectedField? _current;

    public IReadOnlyList<GraphQLProblem> Problems => _problems;

    /// <summary>True when a root failed that may not be null: then there are no data at all (capture 70).</summary>
    public bool IsDataNull { get; private set; }

    /// <summary>
    /// Writes the data object and returns the points it took. A page counts the nodes it holds; an absent object costs its own point
    /// but not what was asked of it.
    /// </summary>
    public int Run(PreparedOperation operation, Utf8JsonWriter data)
    {
        var points = 0m;
        data.WriteStartObject();
        foreach (var root in operation.Roots)
        {
            if (!Literals.IsSelected(root, variables)) continue;
            data.WritePropertyName(root.ResponseKey);
            var isCount = root.Name.EndsWith("Count", StringComparison.Ordinal);
            var taken = root.NamedType is null ? WriteTypeName(data, root) : WriteRoot(data, root, isFree: operation.IsMutation || isCount);
            if (operation.IsMutation) points += CostRules.MutationBase;
            else if (isCount) points += CostRules.CountRoot;
            points += taken;
        }

        data.WriteEndObject();
        return CostRules.Round(points);
    }

    private static decimal WriteTypeName(Utf8JsonWriter data, SelectedField field)
    {
        data.WriteStringValue(field.Owner);
        return 0;
    }

    /// <summary>A root that fails half-way is null as a whole, so it is written aside first.</summary>
    private decimal WriteRoot(Utf8JsonWriter data, SelectedField root, bool isFree)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        _path.Clear();
        _path.Add(root.ResponseKey);
        _current = root;
        try
        {
            var value = root.Reader!(context.Shop, new FieldArguments(root, variables), context);
            var points = WriteValue(writer, root, value, isFree, isInPayload: isFree, isInPage: false);
            writer.Flush();
            data.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
            return points;
        }
        catch (FieldFailedException failure)
        {
            _problems.Add(failure.Problem with { Locations = [_current.Position, .. failure.Problem.Locations ?? []], Path = failure.Problem.Path ?? [.. _path] });
            data.WriteNullValue();
            IsDataNull |= root.IsRequired;
            return root.IsConnection ? CostRules.ConnectionBase : 0;
        }
    }

    private decimal WriteObject(Utf8JsonWriter writer, SelectedField parent, object source, bool isInPayload, bool isInPage)
    {
        var points = 0m;
        writer.WriteStartObject();
        foreach (var field in parent.ChildrenByType is null ? parent.Children : parent.ChildrenOf(FieldReaders.TypeOf(source)))
        {
            if (!Literals.IsSelected(field, variables)) continue;
            writer.WritePropertyName(field.ResponseKey);
            if (field.NamedType is null)
            {
                writer.WriteStringValue(field.Owner);
                continue;
            }

            _path.Add(field.ResponseKey);
            _current = field;
            points += WriteValue(
                writer, field, field.Reader!(source, new FieldArguments(field, variables), context), isFree: isInPayload, isInPayload: false, isInPage);
            _path.RemoveAt(_path.Count - 1);
        }

        writer.WriteEndObject();
        return points;
    }

    private decimal WriteValue(Utf8JsonWriter writer, SelectedField field, object? value, bool isFree, bool isInPayload, bool isInPage)
    {
        if (!field.IsComposite)
        {
            WriteLeaf(writer, value, field.NamedType!);
            return CostRules.ScalarPoints(field.Owner, field.Name);
        }

        if (value is Page page) return WritePage(writer, field, page, isInPage);
        var own = isFree ? 0 : CostRules.ObjectPoints(field.NamedType!.Name);
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return own;
            case IEnumerable list:
                var dearest = 0m;
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    if (item is null) writer.WriteNullValue();
                    else dearest = Math.Max(dearest, WriteObject(writer, field, item, false, isInPage));
                }

                writer.WriteEndArray();
                return own + dearest;
            default:
                return own + WriteObject(writer, field, value, isInPayload, isInPage);
        }
    }

    /// <summary>A page that holds k of the n nodes asked for costs k/n of its weight; the outermost page rounds up.</summary>
    private decimal WritePage(Utf8JsonWriter writer, SelectedField field, Page page, bool isInPage)
    {
        var nodes = 0m;
        writer.WriteStartObject();
        foreach (var part in field.Children)
        {
            if (!Literals.IsSelected(part, variables)) continue;
            writer.WritePropertyName(part.ResponseKey);
            switch (part.Name)
            {
                case "nodes":
                    writer.WriteStartArray();
                    foreach (var item in page.Items) nodes += 1 + WriteObject(writer, part, item, false, true);
                    writer.WriteEndArray();
                    break;
                case "edges":
                    writer.WriteStartArray();
                    foreach (var item in page.Items) nodes += 1 + WriteEdge(writer, part, page, item);
                    writer.WriteEndArray();
                    break;
                case "pageInfo":
                    _ = WriteObject(writer, part, page, false, true);
                    break;
                default:
                    writer.WriteStringValue(field.NamedType!.Name);
                    break;
            }
        }

        writer.WriteEndObject();
        var points = CostRules.ConnectionBase + (nodes * CostRules.PageWeight(page.Size) / page.Size);
        return isInPage ? points : Math.Ceiling(points);
    }

    private decimal WriteEdge(Utf8JsonWriter writer, SelectedField edge, Page page, object item)
    {
        var points = 0m;
        writer.WriteStartObject();
        foreach (var part in edge.Children)
        {
            writer.WritePropertyName(part.ResponseKey);
            switch (part.Name)
            {
                case "node":
                    points += WriteObject(writer, part, item, false, true);
                    break;
                case "cursor":
                    writer.WriteStringValue(page.CursorOf(item));
                    break;
                default:
                    writer.WriteStringValue(edge.NamedType!.Name);
                    break;
            }
        }

        writer.WriteEndObject();
        return points;
    }

    private static void WriteLeaf(Utf8JsonWriter writer, object? value, IGraphType type)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            // Money and 64-bit numbers travel as text.
            case decimal amount: writer.WriteStringValue(amount.ToString(type.Name == "Money" ? "0.00" : "0.0#########", CultureInfo.InvariantCulture)); break;
            case long number: writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)); break;
            case JsonElement json: json.WriteTo(writer); break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list) WriteLeaf(writer, item, type);
                writer.WriteEndArray();
                break;
            default: throw new InvalidOperationException($"A field of type {type.Name} was read as {value.GetType().Name}.");
        }
    }
}
