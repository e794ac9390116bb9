using System.Globalization;

namespace BulkPush.Web.Display;

/// <summary>Lengths of time as text.</summary>
public static class Spans
{
    /// <summary>How long something took: "under 0.1 s", "0.8 s", "42 s", "3 min 20 s", "2 h 5 min".</summary>
    public static string Lasted(TimeSpan span) => span switch
    {
        { TotalSeconds: < 0.1 } => "under 0.1 s",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalSeconds * 10) / 10:0.#} s"),
        { TotalMinutes: < 1 } => $"{span.Seconds} s",
        { TotalHours: < 1 } => span.Seconds == 0 ? $"{span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s",
        _ => span.Minutes == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalHours} h {span.Minutes} min",
    };

    /// <summary>An estimate, no more exact than it can be: "a few seconds left", "about 3 min left"; null while unknown.</summary>
    public static string? Left(double? seconds) => seconds switch
    {
        null => null,
        < 5 => "a few seconds left",
        < 55 => $"about {Math.Ceiling(seconds.Value / 5) * 5:0} s left",
        < 90 => "about a minute left",
        < 3570 => $"about {Math.Ceiling(seconds.Value / 60):0} min left",
        _ => string.Create(CultureInfo.InvariantCulture, $"about {seconds.Value / 3600:0.#} h left"),
    };
}
