using System.Diagnostics;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>
/// The operating-system user that the server runs as. PostgreSQL refuses root, so an application that runs as root starts it as another user
/// and gives that user the directory; everybody else runs it as themselves.
/// </summary>
/// <param name="UserName">Null for the present user.</param>
internal sealed record PostgresAccount(string? UserName)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    public static PostgresAccount ForThisProcess()
    {
        if (!Environment.IsPrivilegedProcess)
            return new PostgresAccount((string?)null);

        var known = File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet() : [];
        return new PostgresAccount(Preferred.FirstOrDefault(known.Contains) ?? throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root and there is no user 'postgres' or 'nobody' to run it as. Run BulkPush as an ordinary user, or set ConnectionStrings:BulkPush."));
    }

    /// <summary>A call of a program as this user, in a directory that this user can reach.</summary>
    public ProcessStartInfo Run(string fileName, string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName, arguments) { WorkingDirectory = workingDirectory, UseShellExecute = false };
        if (UserName is not null)
            start.UserName = UserName;
        return start;
    }

    /// <summary>Makes <paramref name="directory"/> with everything in it this user's, and checks that this user can get there.</summary>
    public async Task TakeOverAsync(string directory, CancellationToken cancellationToken)
    {
        if (UserName is null)
            return;

        var owned = await Command.RunAsync(new ProcessStartInfo("chown", ["-R", UserName, directory]), cancellationToken);
        if (!owned.IsSuccess)
            throw new EmbeddedPostgresException($"Cannot give {directory} to the user '{UserName}' that runs PostgreSQL: {owned.Output}");

        var reached = await Command.RunAsync(Run("test", "/", "-w", directory), cancellationToken);
        if (!reached.IsSuccess)
            throw new EmbeddedPostgresException(
                $"The user '{UserName}', who runs PostgreSQL because root may not, cannot reach {directory}. Set BulkPush:DataDirectory to a directory outside root's home.");
    }
}
