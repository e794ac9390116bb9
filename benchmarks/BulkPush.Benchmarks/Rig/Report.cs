using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace BulkPush.Benchmarks.Rig;

/// <summary>Shows measurements: each as a line of JSON as soon as it is there, all of them as a table at the end.</summary>
internal sealed class Report(TextWriter console, string? file, TimeProvider clock)
{
    private readonly List<Measurement> _measurements = [];

    public void Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        var line = Json(measurement);
        console.WriteLine(line);
        if (file is not null)
            File.AppendAllText(file, line + "\n");
    }

    public void WriteTable()
    {
        if (_measurements.Count == 0)
            return;

        string[] columns = [.. _measurements.SelectMany(m => m.Measures.Select(pair => pair.Name)).Distinct()];
        List<string[]> rows = [["benchmark", "subject", "settings", .. columns, "goals"]];
        rows.AddRange(_measurements.Select(measurement => Row(measurement, columns)));
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        console.WriteLine();
        foreach (var row in rows)
            console.WriteLine("| " + string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))) + " |");
    }

    private static string[] Row(Measurement measurement, string[] columns)
    {
        var measures = measurement.Measures.ToDictionary(pair => pair.Name, pair => Show(pair.Value));
        return
        [
            measurement.Benchmark,
            measurement.Subject,
            string.Join(' ', measurement.Settings.Select(pair => $"{pair.Name}={Show(pair.Value)}")),
            .. columns.Select(column => measures.GetValueOrDefault(column, "")),
            string.Join(", ", measurement.Goals.Select(goal => $"{goal.Name} {goal.Measure} {(goal.IsLowest ? "≥" : "≤")} {Show(goal.Limit)}: {(measurement.Meets(goal) ? "met" : "missed")}")),
        ];
    }

    private string Json(Measurement measurement)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("benchmark", measurement.Benchmark);
            writer.WriteString("subject", measurement.Subject);
            foreach (var (name, value) in measurement.Settings.Concat(measurement.Measures))
                writer.WriteNumber(name, Math.Round(value, 5));
            if (measurement.Goals.Count > 0)
            {
                writer.WriteStartObject("goals");
                foreach (var goal in measurement.Goals)
                    writer.WriteBoolean($"{goal.Name} {goal.Measure}", measurement.Meets(goal));
                writer.WriteEndObject();
            }

            writer.WriteString("at", clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteNumber("cores", Environment.ProcessorCount);
            writer.WriteString("version", Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Show(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 100 ? "0.0" : "0.####", CultureInfo.InvariantCulture);
}
