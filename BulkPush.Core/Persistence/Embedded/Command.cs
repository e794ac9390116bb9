using System.ComponentModel;
using System.Diagnostics;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>A short-lived program and what came of it.</summary>
/// <param name="Output">Standard output followed by standard error, trimmed.</param>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool IsSuccess => ExitCode == 0;
}

internal static class Command
{
    public const int NotFound = 127;

    /// <summary>Runs a program to its end; a program that cannot be started at all answers <see cref="NotFound"/>.</summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return new CommandResult(process.ExitCode, $"{await output}\n{await error}".Trim());
        }
        catch (Win32Exception exception)
        {
            return new CommandResult(NotFound, exception.Message);
        }
    }
}
