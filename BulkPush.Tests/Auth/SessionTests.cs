using System.Net;
using System.Security.Claims;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using BulkPush.Web.Auth;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Auth;

/// <summary>What a sign-in is worth after it was ended: nothing, on any node, in any tab.</summary>
public sealed class SessionTests(BulkPushApp app) : IClassFixture<BulkPushApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cookie_that_was_copied_before_signing_out_is_worth_nothing_afterwards_on_any_node()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);
        using var copy = new Visitor(app.App, CopyOf(visitor.Cookies));
        await using var other = RunningApp.Start(app.ConnectionString);
        using var elsewhere = new Visitor(other, CopyOf(visitor.Cookies));
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/products")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/products")).StatusCode);

        await visitor.SubmitAsync("/account/denied");

        Assert.Equal("/account/sign-in?ReturnUrl=%2Fproducts", Visitor.Target(await copy.GetAsync("/products")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/products")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_leaves_the_operators_other_browsers_alone()
    {
        using var here = await Visitor.SignedInAsync(app.App);
        using var there = await Visitor.SignedInAsync(app.App);

        await here.SubmitAsync("/account/denied");

        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/products")).StatusCode);
    }

    [Fact]
    public async Task An_open_page_is_nobodys_as_soon_as_its_browser_has_signed_out()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);
        await using var circuit = app.App.Services.CreateAsyncScope();
        var page = OpenPage(circuit, visitor);
        Assert.True((await page.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
        var changes = new List<AuthenticationState>();
        page.AuthenticationStateChanged += async change => changes.Add(await change);

        await visitor.SubmitAsync("/account/denied");

        Assert.False((await page.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
        Assert.False(Assert.Single(changes).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task A_changed_password_ends_the_pages_that_are_open_elsewhere()
    {
        var email = await app.CreateOperatorAsync(Permissions.ProductsView);
        using var elsewhere = await Visitor.SignedInAsync(app.App, email);
        await using var circuit = app.App.Services.CreateAsyncScope();
        var page = OpenPage(circuit, elsewhere);
        using var visitor = await Visitor.SignedInAsync(app.App, email);

        var changed = await visitor.SubmitAsync(
            "/account/password",
            ("_handler", "password"),
            ("Input.Current", RunningApp.AdminPassword),
            ("Input.Next", "another fine password"),
            ("Input.Repeat", "another fine password"));

        Assert.Contains("Your password is changed", await Visitor.TextOf(changed), StringComparison.Ordinal);
        Assert.False((await page.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/products")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/products")).StatusCode);
    }

    [Fact]
    public async Task Reading_the_claims_again_keeps_the_session_so_that_it_can_still_be_ended()
    {
        await using var always = RunningApp.Start(
            app.ConnectionString, configure: services => services.PostConfigure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero));
        using var visitor = await Visitor.SignedInAsync(always);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/products")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/products")).StatusCode);
        using var copy = new Visitor(always, CopyOf(visitor.Cookies));

        await visitor.SubmitAsync("/account/denied");

        Assert.Equal(HttpStatusCode.Found, (await copy.GetAsync("/products")).StatusCode);
    }

    private static SessionAuthenticationStateProvider OpenPage(AsyncServiceScope circuit, Visitor visitor)
    {
        var provider = (SessionAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        provider.SetAuthenticationState(Task.FromResult(new AuthenticationState(UserOf(circuit.ServiceProvider, visitor))));
        return provider;
    }

    /// <summary>Who the visitor's cookie says they are: what a page reads once, when it opens.</summary>
    private static ClaimsPrincipal UserOf(IServiceProvider services, Visitor visitor)
    {
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var cookie = visitor.Cookies.GetAllCookies().Single(cookie => cookie.Name == cookies.Cookie.Name);
        return cookies.TicketDataFormat.Unprotect(cookie.Value)!.Principal;
    }

    private static CookieContainer CopyOf(CookieContainer cookies)
    {
        var copy = new CookieContainer();
        foreach (Cookie cookie in cookies.GetAllCookies())
            copy.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        return copy;
    }
}
