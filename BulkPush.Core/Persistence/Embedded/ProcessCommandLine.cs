using System.Diagnostics;
using System.Globalization;

namespace BulkPush.Core.Persistence.Embedded;

internal static class ProcessCommandLine
{
    /// <summary>A running process's command line; null when there is no such process, when it has ended but nobody has noticed, or when it may not be seen.</summary>
    public static string? Of(int processId)
    {
        var linux = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/cmdline";
        try
        {
            if (!Directory.Exists("/proc/self"))
                return FromPs(processId);
            var line = File.Exists(linux) ? File.ReadAllText(linux).Replace('\0', ' ') : "";
            return line.Length > 0 ? line : null;
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
