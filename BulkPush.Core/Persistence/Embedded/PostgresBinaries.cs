using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>A directory with PostgreSQL's server programs.</summary>
internal sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    public string Initdb => Path.Combine(Directory, "initdb");

    public string Postgres => Path.Combine(Directory, "postgres");

    /// <summary>Looks whether a directory holds server programs that run here; null when not.</summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string directory, CancellationToken cancellationToken)
    {
        var postgres = Path.Combine(directory, "postgres");
        if (!File.Exists(postgres) || !File.Exists(Path.Combine(directory, "initdb")))
            return null;

        var version = await Command.RunAsync(new ProcessStartInfo(postgres, ["--version"]), cancellationToken);
        var match = VersionPattern().Match(version.Output);
        return version.IsSuccess && match.Success
            ? new PostgresBinaries(directory, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
