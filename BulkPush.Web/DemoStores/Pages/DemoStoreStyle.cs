namespace BulkPush.Web.DemoStores.Pages;

/// <summary>The style sheet of the demo stores' pages, sent within each page so that nothing else has to be fetched.</summary>
internal static class DemoStoreStyle
{
    public const string Text = """
        :root { --ground:#f6f7f9; --card:#fff; --ink:#1b2330; --soft:#566070; --line:#dde2ea; --accent:#1f5fbf; --accent-ink:#fff; --gauge:#1f7a4d; --code:#eef1f6; }
        @media (prefers-color-scheme: dark) {
          :root { --ground:#12161d; --card:#1b212b; --ink:#e8ecf2; --soft:#a7b1c0; --line:#303846; --accent:#8ab4f8; --accent-ink:#10151c; --gauge:#5fc48f; --code:#262e3a; }
        }
        * { box-sizing:border-box; }
        body { margin:0; background:var(--ground); color:var(--ink); font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif; }
        .bar { display:flex; flex-wrap:wrap; gap:4px 16px; align-items:baseline; padding:12px 20px; background:var(--card); border-bottom:1px solid var(--line); }
        .brand { font-weight:700; font-size:1.05rem; text-decoration:none; color:var(--ink); }
        .hint, .muted { color:var(--soft); font-size:.9rem; }
        main { max-width:1080px; margin:0 auto; padding:20px; }
        h1 { margin:4px 0 0; font-size:1.7rem; line-height:1.2; }
        h2 { margin:0 0 2px; font-size:1.05rem; overflow-wrap:anywhere; }
        p { margin:4px 0 10px; overflow-wrap:anywhere; }
        a { color:var(--accent); }
        a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, .scroll:focus-visible { outline:3px solid var(--accent); outline-offset:2px; }
        code { background:var(--code); border-radius:4px; padding:1px 5px; font:0.86em ui-monospace,SFMono-Regular,Menlo,monospace; overflow-wrap:anywhere; }
        .card { background:var(--card); border:1px solid var(--line); border-radius:12px; padding:16px; min-width:0; }
        .shops, .products, .plain { list-style:none; margin:12px 0; padding:0; }
        .shops { display:grid; gap:14px; grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr)); }
        .products { display:grid; gap:12px; }
        .tiles { display:grid; gap:14px; margin:14px 0; grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr)); }
        .facts { display:flex; flex-wrap:wrap; gap:10px 26px; margin:8px 0; }
        .tiles .facts { margin:0; align-content:flex-start; }
        .facts div { min-width:64px; }
        dt { color:var(--soft); font-size:.8rem; }
        dd { margin:0; font-weight:600; font-variant-numeric:tabular-nums; }
        .gauge { height:10px; border-radius:5px; background:var(--code); overflow:hidden; }
        .gauge span { display:block; height:100%; background:var(--gauge); }
        .search { display:flex; flex-wrap:wrap; gap:8px; align-items:center; margin:18px 0 8px; }
        .search label { flex-basis:100%; font-weight:600; }
        .search input { flex:1 1 200px; min-width:0; }
        input, button { font:inherit; padding:9px 12px; border-radius:8px; border:1px solid var(--soft); background:var(--card); color:var(--ink); }
        button { background:var(--accent); border-color:var(--accent); color:var(--accent-ink); font-weight:600; cursor:pointer; }
        .status { font-weight:600; color:var(--ink); }
        details { margin-top:6px; }
        summary { cursor:pointer; color:var(--accent); overflow-wrap:anywhere; }
        .plain li { padding:2px 0; overflow-wrap:anywhere; }
        .scroll { overflow-x:auto; margin:8px 0; }
        table { border-collapse:collapse; width:100%; font-size:.92rem; }
        th, td { text-align:left; padding:6px 10px; border-bottom:1px solid var(--line); white-space:nowrap; }
        .pages { display:flex; flex-wrap:wrap; gap:16px; justify-content:center; margin:18px 0; }
        .empty { padding:28px 16px; text-align:center; color:var(--soft); background:var(--card); border:1px dashed var(--soft); border-radius:12px; }
        """;
}
