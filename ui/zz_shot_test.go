package ui
import ("testing";"image/png";"os";"muster/ui/style";"muster/assessment/engagement";"fyne.io/fyne/v2")
func TestZZShot(t *testing.T){
 for _,ap:=range []style.Appearance{style.Light,style.Dark}{
 app:=again(t,"saas"); app.setAppearance(ap)
 shot:=func(n string){ f,_:=os.Create("/tmp/shot-"+n+"-"+string(ap)+".png"); png.Encode(f,app.window.Canvas().Capture()); f.Close()}
 app.work.open("tools"); shot("section")
 app.work.session.SetAnswer("tool-access",engagement.Answer{State:engagement.Answered,Value:engagement.Level(1)})
 app.work.session.SetAnswer("csirp-approved",engagement.Answer{State:engagement.Answered,Value:engagement.Level(4)})
 app.work.session.SetAnswer("asr-exercise",engagement.Answer{State:engagement.Answered,Value:engagement.Months{N:3}})
 app.work.session.SetAnswer("staff-fte",engagement.Answer{State:engagement.Answered,Value:engagement.Number(4)})
 app.work.open(pageSince); shot("since1")
 p:=app.work.page.(*reportPage)
 for i:=1;i<5;i++{ p.scroll.ScrollToOffset(fyne.NewPos(0,float32(i)*600)); shot("since"+string(rune('1'+i)))}
 app.work.newFromThis(); shot("x")
 app.window.Canvas().Overlays().Remove(app.window.Canvas().Overlays().Top())
 app.work.session.MarkSaved(app.work.session.Document())
 app.work.newFromThis(); shot("dialog")
 }
}
