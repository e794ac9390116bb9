using BulkPush.Core.Security;
using BulkPush.Web.Components.Layout;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Tests.Components.Layout;

public sealed class MainLayoutTests : MudContext
{
    private readonly Bunit.TestDoubles.BunitAuthorizationContext _authorization;

    public MainLayoutTests()
    {
        _authorization = AddAuthorization();
        _authorization.SetAuthorized("sam@example.com");
        _authorization.SetPolicies([.. Permissions.All]);
    }

    [Fact]
    public void A_page_that_breaks_leaves_a_sentence_and_a_way_to_try_again()
    {
        var isBroken = true;
        var layout = RenderPage(builder =>
        {
            builder.OpenComponent<Fragile>(0);
            builder.AddComponentParameter(1, nameof(Fragile.Breaks), () => isBroken);
            builder.CloseComponent();
        });
        var failed = layout.WaitForElement("[data-testid=load-failed]");
        Assert.Contains("Something went wrong on this page", failed.TextContent, StringComparison.Ordinal);

        isBroken = false;
        failed.QuerySelector("button")!.Click();

        layout.WaitForAssertion(() => Assert.Equal("whole again", layout.Find("main p").TextContent));
    }

    [Fact]
    public void Shows_the_links_that_the_operator_may_follow()
    {
        _authorization.SetPolicies(Permissions.ProductsView);

        var layout = RenderPage(builder => builder.AddMarkupContent(0, "<h1>Products</h1>"));

        var names = layout.FindAll("nav a").Select(a => a.TextContent.Trim());
        Assert.Equal(["Products", "Bulk push", "History", "Schedules", "Inventory mapping"], names);
    }

    [Theory]
    [InlineData("Europe/Oslo", "Europe/Oslo")]
    [InlineData("Nowhere/Land", "UTC")]
    [InlineData(null, "UTC")]
    public void Hands_the_browsers_time_zone_to_its_pages(string? told, string expected)
    {
        JSInterop.Setup<BrowserStart?>("bulkPush.start").SetResult(new BrowserStart("dark", false, told));

        var layout = RenderPage(builder =>
        {
            builder.OpenComponent<ZoneReader>(0);
            builder.CloseComponent();
        });

        layout.WaitForAssertion(() => Assert.Equal(expected, layout.Find("main p").TextContent));
    }

    [Fact]
    public void Remembers_a_choice_of_colours_in_the_browser()
    {
        var remember = JSInterop.SetupVoid("bulkPush.setTheme", "dark");
        var layout = RenderPage(builder => builder.AddMarkupContent(0, "<h1>Products</h1>"));

        layout.Find("button[aria-label^=Appearance]").Click();
        layout.WaitForElement("[data-testid=theme-Dark]").Click();

        layout.WaitForAssertion(() => Assert.Single(remember.Invocations));
    }

    private IRenderedComponent<MainLayout> RenderPage(RenderFragment body) => Render<MainLayout>(parameters => parameters.Add(p => p.Body, body));

    private sealed class Fragile : ComponentBase
    {
        [Parameter] public required Func<bool> Breaks { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            if (Breaks())
                throw new InvalidOperationException("broken on purpose");
            builder.AddMarkupContent(0, "<p>whole again</p>");
        }
    }

    private sealed class ZoneReader : ComponentBase
    {
        [CascadingParameter] public TimeZoneInfo? Zone { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, Zone?.Id);
            builder.CloseElement();
        }
    }
}
