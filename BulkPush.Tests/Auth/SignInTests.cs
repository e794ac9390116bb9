using System.Net;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using BulkPush.Web.Auth;

namespace BulkPush.Tests.Auth;

public sealed class SignInTests(BulkPushApp app) : IClassFixture<BulkPushApp>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/products")]
    [InlineData("/products/bulk-push")]
    [InlineData("/products/history")]
    [InlineData("/stores")]
    [InlineData("/stores/new")]
    [InlineData("/inventory-mapping")]
    [InlineData("/account/password")]
    [InlineData("/no-such-page")]
    public async Task A_stranger_is_led_to_the_sign_in_page(string path)
    {
        using var stranger = new Visitor(app.App);

        var answer = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal($"/account/sign-in?ReturnUrl={Uri.EscapeDataString(path)}", Visitor.Target(answer));
    }

    [Theory]
    [InlineData("/api/products")]
    [InlineData("/api/stores")]
    public async Task A_program_without_a_token_gets_the_status_and_no_page(string path)
    {
        using var stranger = new Visitor(app.App);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/account/denied", "text/html")]
    public async Task What_the_sign_in_page_needs_is_open(string path, string type)
    {
        using var stranger = new Visitor(app.App);

        var answer = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for()
    {
        using var visitor = new Visitor(app.App);

        var answer = await visitor.SignInAsync(RunningApp.AdminEmail, RunningApp.AdminPassword, "/account/sign-in?returnUrl=%2Fproducts%2Fhistory%3Fpage%3D2");

        Assert.Equal("/products/history?page=2", Visitor.Target(answer));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/products/history?page=2")).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        using var visitor = new Visitor(app.App);

        var answer = await visitor.SignInAsync(RunningApp.AdminEmail, RunningApp.AdminPassword, $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/products", Visitor.Target(answer));
        Assert.Equal("/products", AccountAddress.Return(returnUrl));
    }

    [Theory]
    [InlineData(RunningApp.AdminEmail)]
    [InlineData("nobody@example.com")]
    public async Task A_wrong_password_and_an_unknown_e_mail_are_told_the_same(string email)
    {
        using var visitor = new Visitor(app.App);

        var answer = await visitor.SignInAsync(email, "not the password");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The e-mail or the password is not right.", await Visitor.TextOf(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await visitor.GetAsync("/products")).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        var email = await app.CreateOperatorAsync(Permissions.ProductsView);
        using var visitor = new Visitor(app.App);
        for (var attempt = 0; attempt < 5; attempt++)
            await visitor.SignInAsync(email, "not the password");

        var answer = await visitor.SignInAsync(email, RunningApp.AdminPassword);

        Assert.Contains("Too many attempts", await Visitor.TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_a_sentence()
    {
        using var visitor = new Visitor(app.App);

        var answer = await visitor.PostAsync("/account/sign-in", ("_handler", "sign-in"), ("Input.Email", RunningApp.AdminEmail), ("Input.Password", RunningApp.AdminPassword));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The form was out of date", await Visitor.TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);

        var answer = await visitor.SubmitAsync("/account/denied");

        Assert.Equal("/account/sign-in", Visitor.Target(answer));
        Assert.Equal(HttpStatusCode.Found, (await visitor.GetAsync("/products")).StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_sign_anybody_out()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);

        var answer = await visitor.PostAsync("/account/sign-out");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/products")).StatusCode);
    }

    [Fact]
    public async Task A_permission_that_is_missing_closes_the_page()
    {
        var email = await app.CreateOperatorAsync(Permissions.ProductsView);
        using var visitor = await Visitor.SignedInAsync(app.App, email);

        var refused = await visitor.GetAsync("/stores");

        Assert.Equal("/account/denied?ReturnUrl=%2Fstores", Visitor.Target(refused));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/inventory-mapping")).StatusCode);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_answered_with_a_page_of_the_dashboard()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);

        var answer = await visitor.GetAsync("/no-such-page");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("_framework/blazor.web", await Visitor.TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_holds_on_every_node_of_the_same_database()
    {
        using var visitor = await Visitor.SignedInAsync(app.App);
        await using var other = RunningApp.Start(app.ConnectionString);

        using var sameBrowser = new Visitor(other, visitor.Cookies);

        Assert.Equal(HttpStatusCode.OK, (await sameBrowser.GetAsync("/products")).StatusCode);
    }
}
