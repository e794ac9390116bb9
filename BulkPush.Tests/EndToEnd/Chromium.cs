using BulkPush.Tests.EndToEnd;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace BulkPush.Tests.EndToEnd;

/// <summary>
/// One real browser for the whole run, started when the first test asks for it. <c>CHROME_PATH</c> says where it is; without any, browser
/// tests are skipped, unless <c>BULKPUSH_REQUIRE_BROWSER=1</c>.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // Five seconds, Playwright's own, are few while the tests of dying processes use every core: a slow answer is not a wrong one.
    private const float Patience = 60_000;

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _driver;
    private IBrowser? _browser;

    public async Task<IBrowser> StartAsync(CancellationToken cancellationToken)
    {
        var path = Find();
        Assert.SkipWhen(path is null && !IsRequired, "No Chromium here: set CHROME_PATH, or install one at /usr/bin/chromium.");
        await _starting.WaitAsync(cancellationToken);
        try
        {
            Assertions.SetDefaultExpectTimeout(Patience);
            _driver ??= await Playwright.CreateAsync();
            return _browser ??= await _driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _driver?.Dispose();
        _starting.Dispose();
    }

    private static bool IsRequired => Environment.GetEnvironmentVariable("BULKPUSH_REQUIRE_BROWSER") == "1";

    private static string? Find() =>
        Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } path ? path : Places.FirstOrDefault(File.Exists);
}
