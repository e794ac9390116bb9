using System.Diagnostics;
using System.Globalization;

namespace BulkPush.Core.Persistence.Embedded;

internal static class ProcessCommandLine
{
    /// <summary>A running process's command line; null when there is no such process or it may not be seen.</summary>
    public static string? Of(int processId)
    {
        var linux = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/cmdline";
        try
        {
            return Directory.Exists("/proc/self")
                ? File.Exists(linux) ? File.ReadAllText(linux).Replace('\0', ' ') : null
                : FromPs(processId);
        }
        catch (IOException)
        {
            // It ended between the look and the read.
            return null;
        }
    }

    private static string? FromPs(int processId)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-ww", "-o", "command=", "-p", processId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        var line = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return ps.ExitCode == 0 ? line : null;
    }
}
