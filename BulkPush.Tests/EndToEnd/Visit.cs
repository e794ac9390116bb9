using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BulkPush.Tests.EndToEnd;

/// <summary>
/// One visitor with a browser profile of their own. Whatever they do, the browser's console must stay empty of errors and no host but ours
/// may be asked for anything: both are checked when the visit ends.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ConcurrentQueue<string> _foreign = [];
    private readonly Uri _address;

    private Visit(IBrowserContext context, IPage page, Uri address) => (Context, Page, _address) = (context, page, address);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public static async Task<Visit> BeginAsync(IBrowser browser, Uri address, ColorScheme scheme, int width, int height)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            TimezoneId = "Europe/Berlin",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, address);
        visit.Observe(page);
        return visit;
    }

    /// <summary>Opens another tab of the same visitor.</summary>
    public async Task<IPage> OpenTabAsync()
    {
        var tab = await Context.NewPageAsync();
        Observe(tab);
        return tab;
    }

    /// <summary>Forgets what the console said so far: a connection that a test broke is no fault of the page.</summary>
    public void ForgetErrors() => _errors.Clear();

    /// <summary>What keeps people from using what is on the screen now: axe's findings, and being wider than the screen.</summary>
    /// <param name="place">Its name in the answers.</param>
    public async Task<IReadOnlyList<string>> ObstaclesAsync(string place)
    {
        var obstacles = (await SeriousViolationsAsync(place)).ToList();
        var overflow = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
            obstacles.Add($"{place} is {overflow} px wider than the screen.");
        return obstacles;
    }

    private async Task<IEnumerable<string>> SeriousViolationsAsync(string place)
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        return from violation in result.Violations
               where violation.Impact is "serious" or "critical"
               from node in violation.Nodes
               select $"{place}: {violation.Id} ({violation.Help}): {node.Html}";
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.True(_foreign.IsEmpty, $"Foreign hosts were asked: {string.Join('\n', _foreign)}");
        Assert.True(_errors.IsEmpty, $"The console says: {string.Join('\n', _errors)}");
    }

    private void Observe(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Enqueue($"{page.Url}: {message.Text} {message.Location}");
        };
        page.PageError += (_, error) => _errors.Enqueue($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            var target = new Uri(request.Url);
            if (target.Scheme is "http" or "https" or "ws" or "wss" && target.Authority != _address.Authority)
                _foreign.Enqueue(request.Url);
        };
    }
}
